namespace Eidetic.Modeling;

/// <summary>Which parameters of a big model are learned: all of some parts, or small adapters beside frozen ones.</summary>
internal sealed record LearningPlan
{
    /// <summary>Nothing is learned.</summary>
    public static LearningPlan Frozen { get; } = new();

    /// <summary>Says of a parameter's full name whether it is learned whole. Default: none.</summary>
    public Func<string, bool> IsLearned { get; init; } = _ => false;

    /// <summary>Adapters beside the projections, or null for none.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>Says of the full name of a projection whether it may get an adapter. Default: all; the eyes, which are frozen, learn nothing by one.</summary>
    public Func<string, bool> IsAdapted { get; init; } = _ => true;

    /// <summary>Rows added to embedding and head for identifier tokens. Default 0.</summary>
    public int NewTokens { get; init; }

    /// <summary>Randomness of adapters and new rows.</summary>
    public int Seed { get; init; } = 1;
}
