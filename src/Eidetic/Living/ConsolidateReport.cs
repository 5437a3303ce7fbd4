namespace Eidetic;

/// <summary>What consolidating a memory did.</summary>
public sealed record ConsolidateReport
{
    /// <summary>Images that the memory holds.</summary>
    public required int Images { get; init; }

    /// <summary>Those of them that were added since it learned last, and are learned now.</summary>
    public required int Added { get; init; }

    /// <summary>Images that were removed since then; nothing of them is left in the folder's newest generation.</summary>
    public required int Removed { get; init; }

    /// <summary>Share of all images whose identifier the model generates greedily from what the eyes saw of them, 0..1.</summary>
    public required double MemorizeAccuracy { get; init; }

    /// <summary>The same share before.</summary>
    public required double MemorizeAccuracyBefore { get; init; }

    /// <summary>The share among the added images, or null where none was added.</summary>
    public required double? AddedAccuracy { get; init; }

    /// <summary>The same share before.</summary>
    public required double? AddedAccuracyBefore { get; init; }

    /// <summary>Time it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How learning went, in order; empty where nothing had come or gone, and so nothing was done.</summary>
    public IReadOnlyList<TrainingPoint> Curve { get; init; } = [];
}
