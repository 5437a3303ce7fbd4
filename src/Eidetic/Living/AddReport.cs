using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>What adding images did.</summary>
public sealed record AddReport
{
    /// <summary>Keys of the images that can be recalled from now on, in the order of the source.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    /// <summary>Images of the source that the memory held already; they stay as they are.</summary>
    public required int AlreadyThere { get; init; }

    /// <summary>Images that nobody captioned and that were given pseudo-captions.</summary>
    public required int PseudoCaptioned { get; init; }

    /// <summary>Files that were left out because they are not pictures that can be read.</summary>
    public required int Skipped { get; init; }

    /// <summary>Everything that was skipped or mended, one sentence each.</summary>
    public required IReadOnlyList<SourceProblem> Problems { get; init; }

    /// <summary>Images that the memory holds now.</summary>
    public required int Images { get; init; }

    /// <summary>Time the encoder looked at the pictures, reading and decoding included.</summary>
    public required TimeSpan Encoding { get; init; }

    /// <summary>Time the whole took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
