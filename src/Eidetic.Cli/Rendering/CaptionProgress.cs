using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Progress of captioning: a line about every ten seconds, and one for each image that is left out. Safe to use from several threads.</summary>
internal sealed class CaptionProgress(IAnsiConsole console, TimeProvider time) : IProgress<CaptioningProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _written;

    public void Report(CaptioningProgress value)
    {
        lock (_gate)
        {
            if (value.Problem is { } problem)
            {
                Remarks.Note(console, $"{problem.Item}: {problem.Message}");
            }
            else if (_written is not { } last || time.GetElapsedTime(last) >= Pause)
            {
                _written = time.GetTimestamp();
                Remarks.WriteRaw(console, $"{Display.Count(value.Done)} of {Display.Count(value.Total, "image")}");
            }
        }
    }
}
