using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Vectors of images and texts: the shared space's part, followed by the word space's where there is one.</summary>
internal static class CompactVectors
{
    /// <param name="shared">In eval mode.</param>
    /// <param name="words">In eval mode, or null.</param>
    /// <param name="features">float32 [images, imageDim].</param>
    /// <param name="options">Sizes.</param>
    /// <param name="device">Where the spaces are.</param>
    /// <returns>float32 [images, queryDim].</returns>
    public static FeatureMatrix Images(SharedSpace shared, WordSpace? words, FeatureMatrix features, CompactOptions options, Device device)
    {
        var places = SharedVectors.Project(shared.Image, features, options.ImageDim, device);
        return words is null ? places : Join(places, SharedVectors.Map(features, device, rows => words.Project(shared.Image.Standardize(rows))));
    }

    /// <param name="shared">In eval mode.</param>
    /// <param name="words">In eval mode, or null.</param>
    /// <param name="features">float32 [texts, textDim].</param>
    /// <param name="texts">The texts.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="device">Where the spaces are.</param>
    /// <returns>float32 [texts, queryDim].</returns>
    public static FeatureMatrix Texts(
        SharedSpace shared, WordSpace? words, FeatureMatrix features, IReadOnlyList<string> texts, CompactOptions options, Device device)
    {
        var places = SharedVectors.Project(shared.Text, features, options.TextDim, device);
        return words is null ? places : Join(places, words.Texts(texts));
    }

    private static FeatureMatrix Join(FeatureMatrix left, FeatureMatrix right)
    {
        var joined = new FeatureMatrix(left.Rows, left.Dim + right.Dim);
        for (var row = 0; row < left.Rows; row++)
        {
            left[row].CopyTo(joined[row]);
            right[row].CopyTo(joined[row][left.Dim..]);
        }

        return joined;
    }
}
