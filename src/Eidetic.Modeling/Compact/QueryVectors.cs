using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Queries as vectors: a unit vector of the shared space, followed by the vector of the query's words where the collection has a word space.
/// The product of a query's vector and an image's is the cosine plus the weighted log-likelihood of the words.
/// </summary>
internal static class QueryVectors
{
    /// <summary>Queries between two others: on the sphere in the shared space, on the straight line between the words.</summary>
    /// <param name="first">float32 [batch, queryDim].</param>
    /// <param name="second">float32 [batch, queryDim].</param>
    /// <param name="share">float32 [batch, 1] or one number, how much of the first, 0..1.</param>
    /// <param name="sharedDim">Length of the shared space's part.</param>
    /// <returns>float32 [batch, queryDim].</returns>
    public static Tensor Mix(Tensor first, Tensor second, Tensor share, int sharedDim)
    {
        using var scope = NewDisposeScope();
        var rest = share.neg().Plus(1);
        var shared = nn.functional.normalize(
            (share.sqrt() * first.narrow(1, 0, sharedDim)).Plus(rest.sqrt() * second.narrow(1, 0, sharedDim)), p: 2, dim: -1);
        var wordDim = first.shape[1] - sharedDim;
        if (wordDim == 0)
        {
            return shared.MoveToOuterDisposeScope();
        }

        var words = (share * first.narrow(1, sharedDim, wordDim)).Plus(rest * second.narrow(1, sharedDim, wordDim));
        return cat([shared, words], dim: 1).MoveToOuterDisposeScope();
    }

    /// <summary>Queries between two others, all by the same share.</summary>
    public static Tensor Mix(Tensor first, Tensor second, double share, int sharedDim)
    {
        using var one = tensor((float)share, device: first.device);
        return Mix(first, second, one, sharedDim);
    }

    /// <summary>Vectors of images as those of queries that ask for them: the words' part as long as a query's.</summary>
    /// <param name="images">float32 [batch, queryDim].</param>
    /// <param name="sharedDim">Length of the shared space's part.</param>
    /// <param name="wordLength">What the words' part is multiplied with.</param>
    public static Tensor OfImages(Tensor images, int sharedDim, double wordLength)
    {
        using var scope = NewDisposeScope();
        var wordDim = images.shape[1] - sharedDim;
        return wordDim == 0
            ? images.alias().MoveToOuterDisposeScope()
            : cat([images.narrow(1, 0, sharedDim), images.narrow(1, sharedDim, wordDim).Times(wordLength)], dim: 1).MoveToOuterDisposeScope();
    }
}
