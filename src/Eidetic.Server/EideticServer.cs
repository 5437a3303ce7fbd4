using Eidetic.Abstractions;
using Eidetic.Server.ApiDocument;
using Eidetic.Server.Gallery;
using Eidetic.Server.Images;
using Eidetic.Server.Jobs;
using Eidetic.Server.Keys;
using Eidetic.Server.Memories;
using Eidetic.Server.Recalling;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Eidetic.Server;

/// <summary>A memory served over HTTP, with a gallery at its root. Safe to use from several threads; dispose it when done.</summary>
public sealed class EideticServer : IAsyncDisposable
{
    private const int RequestsWithKeys = 100;
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
        Check(options, endpoints);
        var logs = options.Logging is null ? null : LoggerFactory.Create(options.Logging);
        var memory = new ServedMemory(await ImageMemory.OpenAsync(options.Memory, logs?.CreateLogger<ImageMemory>(), cancellationToken), options, logs);
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

    private static void Check(ServerOptions options, IReadOnlyList<ListenAddress> endpoints)
    {
        if (options.ApiKeys is null && endpoints.FirstOrDefault(endpoint => !endpoint.IsLoopback) is not null)
        {
            throw new OptionException(
                $"--api-keys must name a file of keys where other machines can reach the server, got {string.Join(", ", options.Urls)} without: make one with `eidetic keys add NAME --api-keys FILE`, or listen at {ServerOptions.DefaultUrl}.");
        }

        if (options.RequestsPerSecond < 1)
        {
            throw new OptionException(FormattableString.Invariant($"--rate-limit must be at least 1, got {options.RequestsPerSecond}."));
        }
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
        builder.Services.AddApiDocument();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(EideticTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        var perSecond = options.RequestsPerSecond ?? (options.ApiKeys is null ? null : RequestsWithKeys);
        if (perSecond is { } requests)
        {
            builder.Services.AddRateLimiter(limiter => ClientLimits.Set(limiter, requests));
        }

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(memory);
        builder.Services.AddSingleton(new Thumbnails(options.Limits));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<JobFile>();
        builder.Services.AddSingleton<JobBoard>();
        builder.Services.AddHostedService(services => services.GetRequiredService<JobBoard>());
        builder.Services.AddHostedService<MemoryFollower>();
        var app = builder.Build();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<OriginGuard>(endpoints.All(endpoint => endpoint.IsLoopback));
        app.UseRouting();
        if (options.ApiKeys is { } keys)
        {
            app.UseMiddleware<ApiKeyGuard>(ActivatorUtilities.CreateInstance<ApiKeys>(app.Services, keys));
        }

        if (perSecond is not null)
        {
            app.UseRateLimiter();
        }

        app.MapMemory();
        app.MapRecall();
        app.MapImages();
        app.MapUploads();
        app.MapJobs();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint();
        app.MapApiDocument();
        app.MapGallery();
        return app;
    }
}
