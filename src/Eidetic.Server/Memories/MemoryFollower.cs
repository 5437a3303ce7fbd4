using Eidetic.Abstractions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eidetic.Server.Memories;

/// <summary>Looks every few seconds whether another process changed the memory, and follows it.</summary>
internal sealed partial class MemoryFollower(ServedMemory memory, TimeProvider time, ILogger<MemoryFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await memory.RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is EideticException or IOException or UnauthorizedAccessException)
            {
                LogUnfit(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The memory on disk cannot be opened; answers come from it as it was.")]
    private partial void LogUnfit(Exception exception);
}
