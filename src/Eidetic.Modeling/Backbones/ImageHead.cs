using Eidetic.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// The layer of atomic identifiers (GRACE, arXiv 2402.10805, §3.2): a state of the language model is projected, which is learned, and compared
/// with the vectors of all images, which stay as they are. Its tensors belong to the model's parameters and are disposed with them.
/// </summary>
internal sealed class ImageHead
{
    /// <summary>Name of the images' vectors among the model's parameters; the only ones that are stored without being learned.</summary>
    public const string ImagesName = "image_head.images";

    private const string WeightName = "image_head.weight";
    private readonly Tensor _weight;     // float32 [dim, width]
    private readonly Tensor _images;     // float32 [images, dim]

    private ImageHead(IMultimodalModel model, Tensor weight, Tensor images)
    {
        weight.requires_grad = true;
        (_weight, _images) = (weight.DetachFromDisposeScope(), images.DetachFromDisposeScope());
        (Images, Dim) = ((int)images.shape[0], (int)images.shape[1]);
        model.Parameters.Add(WeightName, _weight);
        model.Parameters.Add(ImagesName, _images);
    }

    /// <summary>Number of images.</summary>
    public int Images { get; }

    /// <summary>Length of an image's vector.</summary>
    public int Dim { get; }

    /// <summary>Gives a model a head to be learned.</summary>
    /// <param name="model">Owns the head from now on.</param>
    /// <param name="images">float32 [images, dim]: every image's place in the shared space.</param>
    /// <param name="seed">Chooses how the projection starts: evenly within ±1/√width, as PyTorch starts a linear layer.</param>
    /// <param name="device">Where the model computes.</param>
    public static ImageHead Start(IMultimodalModel model, FeatureMatrix images, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(StableHash.Of(seed, WeightName));
        var bound = 1 / Math.Sqrt(model.Width);
        var weight = rand([images.Dim, model.Width], generator: generator).TimesInPlace(2 * bound).MinusInPlace(bound).to(device); // [dim, width]
        return new ImageHead(model, weight, images.ToTensor(device));
    }

    /// <summary>Gives a model a head of zeros, to be filled with one that was learned.</summary>
    /// <param name="model">Owns the head from now on.</param>
    /// <param name="images">Number of images.</param>
    /// <param name="dim">Length of an image's vector.</param>
    /// <param name="device">Where the model computes.</param>
    public static ImageHead Empty(IMultimodalModel model, int images, int dim, Device device)
    {
        using var scope = NewDisposeScope();
        return new ImageHead(model, zeros([dim, model.Width], device: device), zeros([images, dim], device: device));
    }

    /// <summary>Compares states with every image.</summary>
    /// <param name="states">[.., width].</param>
    /// <returns>float32 [.., images] logits.</returns>
    public Tensor Score(Tensor states)
    {
        using var scope = NewDisposeScope();
        var projected = functional.linear(states.to(ScalarType.Float32), _weight);          // [.., dim]
        return functional.linear(projected, _images).MoveToOuterDisposeScope();             // [.., images]
    }
}
