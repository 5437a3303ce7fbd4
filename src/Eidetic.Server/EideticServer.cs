using Eidetic.Abstractions;
using Eidetic.Server.Gallery;
using Eidetic.Server.Images;
using Eidetic.Server.Jobs;
using Eidetic.Server.Memories;
using Eidetic.Server.Recalling;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Eidetic.Server;

/// <summary>A memory served over HTTP, with a gallery at its root. Safe to use from several threads; dispose it when done.</summary>
public sealed class EideticServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServedMemory _memory;

    private EideticServer(WebApplication app, ServedMemory memory) => (_app, _memory) = (app, memory);

    /// <summary>The addresses where it listens, ports resolved.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Opens the memory and begins to listen.</summary>
    /// <param name="options">What to serve, and where.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="OptionException">An address is not one to listen at, or may not be listened at.</exception>
    /// <exception cref="MemoryException">The folder is missing, incomplete, or of a newer format.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<EideticServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var endpoints = ListenAddress.ParseAll(options.Urls);
        var memory = new ServedMemory(await ImageMemory.OpenAsync(options.Memory, cancellationToken), options);
        WebApplication? app = null;
        try
        {
            memory.Pictures.Tidy();
            // The first query loads what hears it: nobody should wait for that.
            await memory.Queries.RecallAsync([RecallQuery.FromText("a picture")], options: null, cancellationToken);
            app = Build(options, endpoints, memory);
            await app.StartAsync(cancellationToken);
            return new EideticServer(app, memory);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            await memory.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the server is told to stop.</summary>
    /// <param name="cancellationToken">Tells it so.</param>
    public Task WaitAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Answers what is in work, then stops and closes the memory.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _memory.DisposeAsync();
    }

    private static WebApplication Build(ServerOptions options, IReadOnlyList<ListenAddress> endpoints, ServedMemory memory)
    {
        // Empty: neither the environment nor files of the working folder change what it does.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Eidetic" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.UploadBytes;
            foreach (var endpoint in endpoints)
            {
                endpoint.Apply(kestrel);
            }
        });
        options.Logging?.Invoke(builder.Logging);
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(memory);
        builder.Services.AddSingleton(new Thumbnails(options.Limits));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<JobBoard>();
        builder.Services.AddHostedService(services => services.GetRequiredService<JobBoard>());
        builder.Services.AddHostedService<MemoryFollower>();
        var app = builder.Build();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<OriginGuard>(endpoints.All(endpoint => endpoint.IsLoopback));
        app.UseRouting();
        app.MapMemory();
        app.MapRecall();
        app.MapImages();
        app.MapUploads();
        app.MapJobs();
        app.MapHealth();
        app.MapGallery();
        return app;
    }
}
