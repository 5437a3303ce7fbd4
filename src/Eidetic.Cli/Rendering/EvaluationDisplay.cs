using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Shows a bar while an evaluation runs, where the terminal is live; nothing elsewhere.</summary>
internal static class EvaluationDisplay
{
    public static Task<T> RunAsync<T>(IAnsiConsole console, Func<IProgress<double>?, Task<T>> evaluate)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            return evaluate(null);
        }

        return console.Progress().AutoClear(true).StartAsync(live =>
        {
            var bar = live.AddTask("measuring", maxValue: 1);
            return Task.Run(() => evaluate(new BarProgress(bar)));
        });
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value) => bar.Value = value;
    }
}
