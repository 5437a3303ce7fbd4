using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Progress for logs and pipes: a line when a phase begins and one about every ten seconds. Safe to use from several threads.</summary>
internal sealed class PlainProgress(IAnsiConsole console, TimeProvider time) : IProgress<MemorizeProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private MemorizePhase? _phase;
    private long _written;

    public void Report(MemorizeProgress value)
    {
        lock (_gate)
        {
            if (value.Phase == _phase && time.GetElapsedTime(_written) < Pause)
            {
                return;
            }

            var isNew = value.Phase != _phase;
            _phase = value.Phase;
            _written = time.GetTimestamp();
            Remarks.WriteRaw(console, Describe(value, isNew));
        }
    }

    private static string Describe(MemorizeProgress progress, bool isNew)
    {
        var name = $"{Display.Duration(progress.Elapsed)}  {PhaseNames.Of(progress.Phase)}";
        var head = isNew && progress.Fraction == 0 ? name : $"{name} {Display.Percent(progress.Fraction)}";
        var detail = progress.Detail is { } text ? [Remarks.OnOneLine(text)] : Array.Empty<string>();
        return string.Join("  ", [head, .. detail, .. ProgressFigures.Of(progress)]);
    }
}
