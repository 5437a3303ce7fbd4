using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Runs a memorizing run under the display that suits the console.</summary>
internal static class MemorizeDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(150);

    public static Task<MemorizeReport> RunAsync(
        IAnsiConsole console, TimeProvider time, Func<IProgress<MemorizeProgress>, Task<MemorizeReport>> memorize)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            return memorize(new PlainProgress(console, time));
        }

        var progress = new LiveProgress();
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
