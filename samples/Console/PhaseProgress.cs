using Eidetic;

namespace ConsoleSample;

/// <summary>Writes a line for every phase, and for every quarter of learning.</summary>
internal sealed class PhaseProgress(TextWriter output) : IProgress<MemorizeProgress>
{
    private readonly Lock _lock = new();
    private (MemorizePhase Phase, int Quarters)? _last;

    // Told from any thread, several times a second.
    public void Report(MemorizeProgress value)
    {
        var quarters = value.Phase == MemorizePhase.Learning ? (int)(4 * value.Fraction) : 0;
        lock (_lock)
        {
            if (_last != (value.Phase, quarters))
            {
                _last = (value.Phase, quarters);
                output.WriteLine(quarters == 0 ? $"{value.Phase}" : $"{value.Phase}, {25 * quarters} %");
            }
        }
    }
}
