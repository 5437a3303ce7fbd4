using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// A whole CLIP (Radford et al. 2021, arXiv 2103.00020): eyes and ears with one space between them. Takes its parameters under OpenAI's
/// names; <see cref="HuggingFaceClipOrigin"/> gives them from a checkpoint under Hugging Face's. Owns its parameters; immutable and safe to
/// use from several threads; dispose it when done.
/// </summary>
internal sealed class ClipModel : IDisposable
{
    private readonly Tensor _logScale;     // [], natural logarithm of the inverse temperature

    /// <param name="scope">The root.</param>
    /// <param name="options">Sizes.</param>
    public ClipModel(ParameterScope scope, ClipOptions options)
    {
        Parameters = scope.Parameters;
        Vision = new ClipVisionTower(scope.Under("visual"), options.Vision);
        Text = new ClipTextTower(scope, options.Text);
        _logScale = scope.Take("logit_scale", ParameterStart.Ones);
    }

    /// <summary>Everything it computes with.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>The eyes.</summary>
    public ClipVisionTower Vision { get; }

    /// <summary>The ears.</summary>
    public ClipTextTower Text { get; }

    /// <summary>How well images and texts fit, as CLIP itself says it.</summary>
    /// <param name="images">[images, outputDim], pooled.</param>
    /// <param name="texts">[texts, outputDim], pooled.</param>
    /// <returns>[images, texts] logits: cosine over temperature.</returns>
    public Tensor Compare(Tensor images, Tensor texts)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (functional.normalize(images, p: 2, dim: -1), functional.normalize(texts, p: 2, dim: -1));
        return (functional.linear(left, right) * _logScale.to(images.dtype).exp()).MoveToOuterDisposeScope();
    }

    public void Dispose() => Parameters.Dispose();
}
