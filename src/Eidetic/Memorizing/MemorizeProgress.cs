namespace Eidetic;

/// <summary>Where a memorizing run stands.</summary>
public sealed record MemorizeProgress
{
    /// <summary>What the run is busy with.</summary>
    public required MemorizePhase Phase { get; init; }

    /// <summary>How much of the phase is done, 0..1.</summary>
    public required double Fraction { get; init; }

    /// <summary>A few words on what is being done, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Mean training loss of late, natural-log units, or null where nothing is learned.</summary>
    public double? Loss { get; init; }

    /// <summary>Share of images whose identifier the model generates from their picture, 0..1, or null while unknown.</summary>
    public double? MemorizeAccuracy { get; init; }

    /// <summary>Recall@10 on the captions held out from learning, 0..1, or null while unknown.</summary>
    public double? HeldOutRecall { get; init; }

    /// <summary>Training examples a second, or null where nothing is learned.</summary>
    public double? ExamplesPerSecond { get; init; }

    /// <summary>Time the run will still take, or null while unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Time since the run began.</summary>
    public required TimeSpan Elapsed { get; init; }
}
