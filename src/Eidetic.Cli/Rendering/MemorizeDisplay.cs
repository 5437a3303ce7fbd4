using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Runs a memorizing run under the display that suits the console.</summary>
internal static class MemorizeDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(150);

    /// <param name="console">Where it is shown.</param>
    /// <param name="time">The clock.</param>
    /// <param name="memorize">The run.</param>
    /// <param name="phases">The phases it may pass; null for all.</param>
    public static Task<TReport> RunAsync<TReport>(
        IAnsiConsole console, TimeProvider time, Func<IProgress<MemorizeProgress>, Task<TReport>> memorize, IReadOnlyList<MemorizePhase>? phases = null)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            return memorize(new PlainProgress(console, time));
        }

        var progress = new LiveProgress(phases);
        return console.Live(progress.Render(isDone: false)).AutoClear(false).StartAsync(async live =>
        {
            var work = Task.Run(() => memorize(progress));
            while (!work.IsCompleted)
            {
                live.UpdateTarget(progress.Render(isDone: false));
                await Task.WhenAny(work, Task.Delay(Refresh, time));
            }

            live.UpdateTarget(progress.Render(isDone: work.IsCompletedSuccessfully));
            return await work;
        });
    }
}
