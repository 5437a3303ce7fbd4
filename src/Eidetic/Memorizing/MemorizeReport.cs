using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>What a memorizing run did.</summary>
public sealed record MemorizeReport
{
    /// <summary>Images memorized.</summary>
    public required int Images { get; init; }

    /// <summary>Captions learned from, pseudo-captions not counted.</summary>
    public required int Captions { get; init; }

    /// <summary>Images that nobody captioned and that were given pseudo-captions.</summary>
    public required int PseudoCaptioned { get; init; }

    /// <summary>Files that were left out because they are not pictures that can be read.</summary>
    public required int Skipped { get; init; }

    /// <summary>Everything that was skipped or mended, one sentence each.</summary>
    public required IReadOnlyList<SourceProblem> Problems { get; init; }

    /// <summary>The identifier scheme.</summary>
    public required string Identifiers { get; init; }

    /// <summary>Share of images whose identifier the model generates greedily from their picture, 0..1.</summary>
    public required double MemorizeAccuracy { get; init; }

    /// <summary>Trained parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Time the run took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The memory folder.</summary>
    public required string Memory { get; init; }

    /// <summary>How learning went, in order.</summary>
    public IReadOnlyList<TrainingPoint> Curve { get; init; } = [];
}
