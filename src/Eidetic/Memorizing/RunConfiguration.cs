namespace Eidetic;

/// <summary>What a run was asked for, fully resolved; written beside its checkpoints, compared when it is resumed.</summary>
internal sealed record RunConfiguration
{
    public required string Source { get; init; }

    public required string Identifiers { get; init; }

    public required string Model { get; init; }

    public string? CaptionsFrom { get; init; }

    public required int Seed { get; init; }

    public int? Epochs { get; init; }

    public double? TimeBudgetSeconds { get; init; }

    public required bool Sequential { get; init; }

    public required bool Mixing { get; init; }

    /// <summary>The choices of learning, written out; null where none is made.</summary>
    public string? Learning { get; init; }

    /// <summary>SHA-256 of the published model, or null.</summary>
    public string? Base { get; init; }

    /// <summary>The recipe as it was resolved, or null.</summary>
    public string? Recipe { get; init; }

    /// <summary>Hash over every image's key and bytes, every text that is learned from, and the towers that encoded them.</summary>
    public required string Content { get; init; }
}
