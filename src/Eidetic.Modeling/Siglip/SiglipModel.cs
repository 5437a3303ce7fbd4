using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// A whole SigLIP (Zhai et al. 2023, arXiv 2303.15343): eyes and ears with one space between them. Owns its parameters; immutable and safe
/// to use from several threads; dispose it when done.
/// </summary>
internal sealed class SiglipModel : IDisposable
{
    private readonly Tensor _logScale;     // [1], natural logarithm of the inverse temperature
    private readonly Tensor _bias;         // [1], added to every logit

    /// <param name="scope">The root.</param>
    /// <param name="options">Sizes.</param>
    public SiglipModel(ParameterScope scope, SiglipOptions options)
    {
        Parameters = scope.Parameters;
        Vision = new SiglipVisionTower(scope.Under("vision_model"), options.Vision);
        Text = new SiglipTextTower(scope.Under("text_model"), options.Text);
        _logScale = scope.Take("logit_scale", ParameterStart.Ones, 1);
        _bias = scope.Take("logit_bias", ParameterStart.Zeros, 1);
    }

    /// <summary>Everything it computes with.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>The eyes.</summary>
    public SiglipVisionTower Vision { get; }

    /// <summary>The ears.</summary>
    public SiglipTextTower Text { get; }

    /// <summary>How well images and texts fit, as SigLIP itself says it: its sigmoid is the probability that they belong together.</summary>
    /// <param name="images">[images, dim], pooled.</param>
    /// <param name="texts">[texts, dim], pooled.</param>
    /// <returns>[images, texts] logits: cosine over temperature, and a bias.</returns>
    public Tensor Compare(Tensor images, Tensor texts)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (functional.normalize(images, p: 2, dim: -1), functional.normalize(texts, p: 2, dim: -1));
        return (functional.linear(left, right) * _logScale.to(images.dtype).exp()).Plus(_bias.to(images.dtype)).MoveToOuterDisposeScope();
    }

    public void Dispose() => Parameters.Dispose();
}
