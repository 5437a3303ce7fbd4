namespace Eidetic.Identifiers;

/// <summary>How <see cref="KMeans"/> clusters.</summary>
public sealed record KMeansOptions
{
    /// <summary>Number of clusters wanted, at least 1. Fewer come out where there are fewer distinct vectors.</summary>
    public required int Clusters { get; init; }

    /// <summary>Where the centroids start. Default k-means++.</summary>
    public KMeansStart Start { get; init; } = KMeansStart.PlusPlus;

    /// <summary>Moves of the centroids at most, at least 1. Default 25.</summary>
    public int MaxIterations { get; init; } = 25;

    /// <summary>
    /// Stops when a move lowers the summed squared distance by less than this share. Default 0.0001; 0 runs to the fixed point.
    /// </summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Chooses the starting centroids. Default 0.</summary>
    public int Seed { get; init; }
}
