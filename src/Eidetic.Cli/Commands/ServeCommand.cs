using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;
using Eidetic.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Eidetic.Cli.Commands;

/// <summary><c>serve --memory DIR</c>: the memory over HTTP, and a gallery in the browser.</summary>
internal static class ServeCommand
{
    public static Command Create(CliContext context)
    {
        var memory = ValueOption.Memory("the memory to serve");
        var urls = ValueOption.Many("--urls", "URL", $"where to listen (default: {ServerOptions.DefaultUrl}); given more than once, at all of them");
        var keys = ValueOption.PathName("--api-keys", "FILE", "keys that open the server, from 'eidetic keys add'; needed where other machines can reach it");
        var rate = ValueOption.WholeNumber("--rate-limit", "requests a second of one client (default: 100 with --api-keys, else any number)", minimum: 1);
        var readOnly = ValueOption.Switch("--read-only", "nothing may be added, removed or learned");
        var command = new Command("serve", "Serve a memory over HTTP, with a gallery in the browser.")
        {
            memory, urls, keys, rate, readOnly,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            context,
            new ServerOptions
            {
                Memory = parse.GetRequiredValue(memory),
                Urls = parse.GetValue(urls) is { Length: > 0 } given ? [.. given.SelectMany(url => url.Split(';', StringSplitOptions.RemoveEmptyEntries))] : [ServerOptions.DefaultUrl],
                ApiKeys = parse.GetValue(keys),
                RequestsPerSecond = parse.GetValue(rate),
                IsReadOnly = parse.GetValue(readOnly),
                Logging = Log,
            },
            cancellationToken));
        return command;
    }

    /// <summary>Serves until it is stopped.</summary>
    public static async Task<int> RunAsync(CliContext context, ServerOptions options, CancellationToken cancellationToken)
    {
        MemoryFolder.RequireExisting(options.Memory);
        await using var server = await EideticServer.StartAsync(options, cancellationToken);
        foreach (var url in server.Urls)
        {
            Remarks.WriteRaw(context.Out, $"listening at {url}; Ctrl-C stops");
        }

        await server.WaitAsync(cancellationToken);
        return ExitCodes.Done;
    }

    /// <summary>Answers of the program go to standard output, so its log does not.</summary>
    public static void Log(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
