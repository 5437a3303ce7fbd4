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

    /// <summary>The backbone that ships with the program: <c>compact</c>.</summary>
    public const string Compact = "compact";

    /// <summary>The backbone: <c>compact</c> (default) or the folder of a published multimodal language model.</summary>
    public string Model { get; init; } = Compact;

    /// <summary>
    /// Folder of a published CLIP or SigLIP whose eyes take the place of those that ship, or null. Where <see cref="Ears"/> are of the same
    /// model, its space is the shared space as it is: nothing is learned between the two, and the dual encoder that recall is measured beside is
    /// that model itself. A CLIP may have OpenAI's own layout, without a <c>config.json</c>. With a published <see cref="Model"/>, identifiers
    /// are made of these eyes' own vectors, projected and of unit length; null then takes the CLIP that an OpenFlamingo brings, unless the
    /// recipe says otherwise.
    /// </summary>
    public string? Eyes { get; init; }

    /// <summary>Folder of a published CLIP or SigLIP whose ears take the place of those that ship, or null.</summary>
    public string? Ears { get; init; }

    /// <summary>A file that says how a published model learns, or null for GRACE's way; only with a folder as <see cref="Model"/>.</summary>
    public string? Recipe { get; init; }

    /// <summary>Rank of adapters to learn beside a published model that stays as it is; null to learn the model itself, or as the recipe says.</summary>
    public int? LoraRank { get; init; }

    /// <summary>Scale of the adapters; null for twice their rank.</summary>
    public double? LoraAlpha { get; init; }

    /// <summary>Names of the projections that get adapters, as in <c>q_proj</c>; null for all of attention and feed-forward.</summary>
    public IReadOnlyList<string>? LoraProjections { get; init; }

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

    /// <summary>Further choices of how the compact backbone names and learns the collection; all off by default.</summary>
    public CompactLearning Learning { get; init; } = new();
}
