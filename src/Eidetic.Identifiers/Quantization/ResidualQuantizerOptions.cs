namespace Eidetic.Identifiers;

/// <summary>How <see cref="ResidualQuantizer"/> learns its codebooks.</summary>
public sealed record ResidualQuantizerOptions
{
    /// <summary>
    /// Entries wanted in the codebook of each level, each at least 1; at least one level. Fewer come out where there is less to tell apart.
    /// </summary>
    public required IReadOnlyList<int> CodebookSizes { get; init; }

    /// <summary>Moves of the centroids at most, for each level. Default 25.</summary>
    public int MaxIterations { get; init; } = 25;

    /// <summary>
    /// Rounds of joint refinement after the levels were trained one by one: encode with <see cref="Beam"/>, then move every codebook,
    /// level by level, to the mean of what the other levels leave over. Default 2.
    /// </summary>
    public int Refinements { get; init; } = 2;

    /// <summary>Beam of the refinement's encoding; 1 is greedy. Default 8.</summary>
    public int Beam { get; init; } = 8;

    /// <summary>Chooses the starting centroids. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Whether codes that name no vector start anew in the end, each at what the other levels leave over of the vector that is rebuilt worst in
    /// its level's largest cluster. Default false.
    /// </summary>
    public bool RevivesCodes { get; init; }
}
