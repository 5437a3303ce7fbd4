namespace Eidetic;

/// <summary>How a memory is asked where nothing else is said.</summary>
/// <param name="Beams">Width of the beam.</param>
/// <param name="Candidates">The split whose images may be named where the memory is measured, or null for every image.</param>
internal sealed record RecallDefaults(int Beams = 20, string? Candidates = null)
{
    /// <summary>The width that is asked for, or the own one, wide enough for the hits.</summary>
    public int Width(int? asked, int hits) => asked ?? Math.Max(Beams, hits);
}
