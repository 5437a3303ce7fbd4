namespace Eidetic.Modeling;

/// <summary>How one pass through a model runs.</summary>
internal sealed record ForwardPass
{
    /// <summary>A pass that answers: no dropout, nothing recomputed.</summary>
    public static ForwardPass Answer { get; } = new();

    /// <summary>Whether the pass is part of learning. Default false.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Dropout inside the blocks while training, 0..1. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Forgets what is inside blocks and computes it again on the way back; null to keep it. Default null.</summary>
    public Recomputation? Recomputation { get; init; }
}
