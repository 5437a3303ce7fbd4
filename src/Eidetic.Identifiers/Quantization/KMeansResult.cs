using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>Clusters found by <see cref="KMeans"/>.</summary>
public sealed record KMeansResult
{
    /// <summary>float32 [clusters, dim].</summary>
    public required FeatureMatrix Centroids { get; init; }

    /// <summary>int [rows]: for each vector its nearest centroid, the first of equally near ones.</summary>
    public required IReadOnlyList<int> Labels { get; init; }

    /// <summary>Summed squared distance of the vectors to their centroids.</summary>
    public required double Inertia { get; init; }

    /// <summary>Moves of the centroids that were made.</summary>
    public required int Iterations { get; init; }

    /// <summary>Whether the tolerance was reached before the iterations ran out.</summary>
    public required bool Converged { get; init; }
}
