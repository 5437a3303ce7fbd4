namespace Eidetic.Identifiers;

/// <summary>Where the centroids of <see cref="KMeans"/> start.</summary>
public enum KMeansStart
{
    /// <summary>
    /// k-means++: at vectors drawn in proportion to their squared distance from those drawn before. Finds separated clusters.
    /// </summary>
    PlusPlus,

    /// <summary>
    /// At means of a few vectors drawn at random. For data without clusters in many dimensions, as residuals are: there a centroid at a
    /// single vector is farther from all others than their common mean is, so that one cluster takes nearly everything.
    /// </summary>
    GroupMeans,
}
