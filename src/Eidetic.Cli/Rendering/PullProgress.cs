using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Progress of fetching a model: a line for each file, one about every ten seconds, and one for each mishap. Safe to use from several threads.</summary>
internal sealed class PullProgress(IAnsiConsole console, TimeProvider time) : IProgress<ModelPullProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private string? _file;
    private long _written;

    public void Report(ModelPullProgress value)
    {
        lock (_gate)
        {
            if (value.Note is { } note)
            {
                Remarks.Note(console, note);
                return;
            }

            if (value.File == _file && time.GetElapsedTime(_written) < Pause)
                return;

            _file = value.File;
            _written = time.GetTimestamp();
            var share = value.TotalInBytes == 0 ? 1 : value.DoneInBytes / (double)value.TotalInBytes;
            Remarks.WriteRaw(console, $"{Display.Percent(share)}  {Display.Size(value.DoneInBytes)} of {Display.Size(value.TotalInBytes)}  {value.File}");
        }
    }
}
