using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eidetic.Cli.Rendering;

/// <summary>Progress for a terminal: the phases with ticks, a bar for the current one, and its figures. Safe to use from several threads.</summary>
/// <param name="phases">The phases that may come; null for all.</param>
internal sealed class LiveProgress(IReadOnlyList<MemorizePhase>? phases = null) : IProgress<MemorizeProgress>
{
    private const int BarWidth = 30;

    private readonly Lock _gate = new();
    private readonly List<(MemorizePhase Phase, TimeSpan Begin)> _seen = [];
    private MemorizeProgress? _latest;

    public void Report(MemorizeProgress value)
    {
        lock (_gate)
        {
            if (_latest?.Phase != value.Phase)
                _seen.Add((value.Phase, value.Elapsed));

            _latest = value;
        }
    }

    /// <summary>The display as it stands.</summary>
    /// <param name="isDone">Whether the run is over, so that the last phase gets its tick too.</param>
    public IRenderable Render(bool isDone)
    {
        lock (_gate)
        {
            if (_latest is not { } latest)
            {
                return new Text("starting…");
            }

            var rows = new List<IRenderable>();
            for (var place = 0; place < _seen.Count; place++)
            {
                var isCurrent = place == _seen.Count - 1 && !isDone;
                var end = place + 1 < _seen.Count ? _seen[place + 1].Begin : latest.Elapsed;
                rows.Add(isCurrent ? Current(latest) : Finished(_seen[place].Phase, end - _seen[place].Begin));
            }

            if (!isDone)
            {
                rows.Add(new Text("    " + string.Join(" · ", ProgressFigures.Of(latest))));
                rows.AddRange((phases ?? Enum.GetValues<MemorizePhase>()).Where(phase => phase > latest.Phase).Select(Ahead));
            }

            return new Rows(rows);
        }
    }

    private static Markup Finished(MemorizePhase phase, TimeSpan duration) =>
        new($"[green]✓[/] {PhaseNames.Of(phase),-28} [grey]{Display.Duration(duration)}[/]");

    private static Markup Ahead(MemorizePhase phase) => new($"[grey]· {PhaseNames.Of(phase)}[/]");

    private static Markup Current(MemorizeProgress progress)
    {
        var filled = (int)Math.Round(BarWidth * Math.Clamp(progress.Fraction, 0, 1));
        var bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]";
        var detail = progress.Detail is { } text ? $"  {Markup.Escape(Remarks.OnOneLine(text))}" : "";
        return new Markup($"[yellow]›[/] {PhaseNames.Of(progress.Phase),-28} {bar} {Display.Percent(progress.Fraction),7}{detail}");
    }
}
