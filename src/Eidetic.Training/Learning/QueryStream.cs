using Eidetic.Abstractions;
using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>Makes a step's queries in the shared space, and the distribution over images each should recall. Owns its tensors.</summary>
internal sealed class QueryStream : IDisposable
{
    private readonly LearningSet _set;
    private readonly SharedSpace _space;
    private readonly LearningOptions _options;
    private readonly Device _device;
    private readonly WordedTexts? _words;
    private readonly int _sharedDim;
    private readonly Tensor _imagesAsQueries;    // float32 [images, queryDim]

    /// <param name="set">Images and texts.</param>
    /// <param name="space">Learned; is not changed.</param>
    /// <param name="imageVectors">float32 [images, queryDim]: every image in the shared space and, with <paramref name="words"/>, by its words.</param>
    /// <param name="options">Mixing and target.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="words">The texts' words, or null where the collection has no word space.</param>
    /// <param name="pictureVectors">
    /// float32 [images, queryDim]: what the pictures alone say, where <paramref name="imageVectors"/> say more; null where they are the same.
    /// </param>
    public QueryStream(
        LearningSet set, SharedSpace space, FeatureMatrix imageVectors, LearningOptions options, Device device, WordedTexts? words = null,
        FeatureMatrix? pictureVectors = null)
    {
        (_set, _space, _options, _device, _words) = (set, space, options, device, words);
        _sharedDim = imageVectors.Dim - (words?.Dim ?? 0);
        Images = imageVectors.ToTensor(device).DetachFromDisposeScope();
        using var pictures = pictureVectors?.ToTensor(device);
        _imagesAsQueries = QueryVectors.OfImages(pictures ?? Images, _sharedDim, words?.ImageLength ?? 1).DetachFromDisposeScope();
    }

    /// <summary>float32 [images, queryDim]: every image as queries are compared with it.</summary>
    public Tensor Images { get; }

    /// <summary>The image side of the memorize stream: pictures as they are.</summary>
    /// <param name="images">Which pictures.</param>
    public ImageSide Pictures(int[] images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = tensor(images.Select(i => (long)i).ToArray(), device: _device);
        return new ImageSide(
            _imagesAsQueries.index_select(0, rows).MoveToOuterDisposeScope(),
            _space.Image.Standardize(_set.ImageFeatures.ToTensor(images, _device)).MoveToOuterDisposeScope());
    }

    /// <summary>Queries of the retrieve stream: texts as the ears hear them through dropout, some mixed with their image (GENIUS, query mixing).</summary>
    /// <param name="texts">Which texts.</param>
    /// <param name="random">The step's randomness.</param>
    /// <returns>float32 [batch, queryDim]; and how much each one's own image weighs in its target, 0..1.</returns>
    public (Tensor Queries, float[] OwnWeights) Texts(int[] texts, Random random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var heard = Heard(texts, random);                                                            // [batch, queryDim]
        var (blended, ownWeights) = Blend(heard, texts, random);
        var textShare = texts.Select(t => (float)TextShare(_set.IsPseudo[t], random)).ToArray();
        var share = tensor(textShare, device: _device).unsqueeze(1);                                 // [batch, 1]
        var own = _imagesAsQueries.index_select(0, OwnImages(texts));                                // [batch, queryDim]
        return (QueryVectors.Mix(blended, own, share, _sharedDim).MoveToOuterDisposeScope(), ownWeights);   // [batch, queryDim]
    }

    /// <summary>Texts as the ears hear them through dropout, and nothing else.</summary>
    /// <param name="texts">Which texts.</param>
    /// <param name="random">The step's randomness.</param>
    /// <returns>float32 [batch, queryDim].</returns>
    public Tensor Heard(int[] texts, Random random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _space.Text.train();
        var heard = _space.Text.call(_set.TextFeatures!.ToTensor(texts, _device));
        _space.Text.eval();
        heard = _words is null ? heard : cat([heard, _words.Draw(texts, _options.WordDropout, random).ToTensor(_device)], dim: 1);   // [batch, queryDim]
        return heard.MoveToOuterDisposeScope();
    }

    /// <summary>How near some images lie to all images in the shared space.</summary>
    /// <param name="images">Which images.</param>
    /// <returns>float32 [batch, images]: cosines.</returns>
    public Tensor Nearness(int[] images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var places = Images.narrow(1, 0, _sharedDim);                                                // [images, sharedDim]
        var rows = tensor(images.Select(i => (long)i).ToArray(), device: _device);
        return nn.functional.linear(places.index_select(0, rows), places).MoveToOuterDisposeScope();
    }

    /// <summary>What each query should recall: its own image with the set weight, the rest spread as the shared space spreads it.</summary>
    /// <param name="queries">float32 [batch, queryDim].</param>
    /// <param name="texts">The text behind each query.</param>
    /// <param name="ownWeights">How much each text's own image weighs.</param>
    /// <returns>float32 [batch, images], rows sum to 1.</returns>
    public Tensor Targets(Tensor queries, int[] texts, float[] ownWeights)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var similarity = nn.functional.linear(queries, Images) * _space.LogScale.exp().Times(_options.TargetSharpness); // [batch, images]
        var weights = tensor(ownWeights, device: _device).unsqueeze(1);                              // [batch, 1]
        var spread = nn.functional.softmax(similarity, dim: -1) * weights.neg().Plus(1);
        return spread.scatter_add_(1, OwnImages(texts).unsqueeze(1), weights).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Images.Dispose();
        _imagesAsQueries.Dispose();
    }

    private Tensor OwnImages(int[] texts) => tensor(texts.Select(t => (long)_set.TextImages[t]).ToArray(), device: _device);

    // A query between two texts has no image of its own: its target is what the shared space says of it. It asks what no caption asked, so
    // that the decoder learns the space and not the captions.
    private (Tensor Blended, float[] OwnWeights) Blend(Tensor heard, int[] texts, Random random)
    {
        var (shares, others, ownWeights) = (new float[texts.Length], new long[texts.Length], new float[texts.Length]);
        for (var row = 0; row < texts.Length; row++)
        {
            var isBlended = random.NextDouble() < _options.BlendingShare;
            others[row] = random.Next(texts.Length);
            shares[row] = isBlended ? (float)Middle(random) : 1;
            ownWeights[row] = isBlended ? 0 : (float)_options.OwnImageWeight;
        }

        var share = tensor(shares, device: _device).unsqueeze(1);                                    // [batch, 1]
        var other = heard.index_select(0, tensor(others, device: _device));                          // [batch, queryDim]
        return (QueryVectors.Mix(heard, other, share, _sharedDim), ownWeights);
    }

    private double TextShare(bool isPseudo, Random random)
    {
        var isMixed = random.NextDouble() < _options.MixingShare;
        var share = Middle(random);
        return isMixed || (isPseudo && _options.MixingShare > 0) ? share : 1;
    }

    // The middle one of three uniform draws: Beta(2, 2).
    private static double Middle(Random random)
    {
        var (a, b, c) = (random.NextDouble(), random.NextDouble(), random.NextDouble());
        return Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
    }
}
