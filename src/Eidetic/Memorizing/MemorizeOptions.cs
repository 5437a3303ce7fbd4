namespace Eidetic;

/// <summary>What to memorize, where to, and how to learn it.</summary>
public sealed record MemorizeOptions
{
    /// <summary>
    /// The collection: a folder, <c>emoji</c>, <c>flickr:DIR</c>, <c>karpathy:FILE[:IMAGES]</c>,
    /// <c>coco:ANNOTATIONS:IMAGES</c>, <c>jsonl:FILE</c> or <c>csv:FILE</c>.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The memory folder to write. A memory that is there already gets a new generation.</summary>
    public required string Memory { get; init; }

    /// <summary>The backbone: <c>compact</c> (default) or the folder of a checkpoint.</summary>
    public string Model { get; init; } = "compact";

    /// <summary>
    /// The identifier scheme: <c>string</c>, <c>numeric</c>, <c>semantic</c>, <c>structured</c>, <c>atomic</c> (GRACE, §3.1) or
    /// <c>residual</c> (default).
    /// </summary>
    public string Identifiers { get; init; } = "residual";

    /// <summary>A file of captions (JSON lines or CSV) to use beside those of the source, or null.</summary>
    public string? CaptionsFrom { get; init; }

    /// <summary>How long learning may take; the schedule fits itself to it. Null to learn until it stops improving.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Passes over the collection, at least 1. Null to choose by the collection's size.</summary>
    public int? Epochs { get; init; }

    /// <summary>Same source, options, seed and machine: same memory. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where to compute: <c>cpu</c> (default), <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Whether to continue an interrupted run from the state in the memory folder. Default false: start anew.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Whether to learn image→identifier first and query→identifier afterwards, as GRACE tells (§3.2), instead of both
    /// together. Default false.
    /// </summary>
    public bool Sequential { get; init; }

    /// <summary>
    /// Whether an image's own vector sometimes stands in for a query, so that images nobody captioned are found too. Default true.
    /// </summary>
    public bool Mixing { get; init; } = true;
}
