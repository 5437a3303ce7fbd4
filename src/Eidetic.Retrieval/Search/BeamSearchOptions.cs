using System.Globalization;

namespace Eidetic.Retrieval;

/// <summary>How a beam search goes. Checked when used.</summary>
public sealed record BeamSearchOptions
{
    /// <summary>
    /// Width: unfinished paths kept at each step, and finished ones kept at all. At least <see cref="Top"/>. Default 20; GRACE uses 10.
    /// </summary>
    public int Beams { get; init; } = 20;

    /// <summary>Images to name at most. Default 10.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Whether results carry their path with runners-up. Default false; true costs a second look at every score.</summary>
    public bool Trace { get; init; }

    /// <summary>
    /// Where the entropy of the next token, as a share of the largest possible, is at least this, all next tokens count the same (wildcards, WIDE);
    /// above 0, at most 1. Null, the default, for never.
    /// </summary>
    public double? WildcardEntropy { get; init; }

    internal void Check()
    {
        Require(Beams >= 1, "--beams must be at least 1", Beams);
        Require(Top >= 1, "--top must be at least 1", Top);
        Require(Beams >= Top, string.Create(CultureInfo.InvariantCulture, $"--beams must be at least --top ({Top})"), Beams);
    }

    private static void Require(bool holds, string rule, int actual)
    {
        if (!holds)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{rule}, got {actual}."));
        }
    }
}
