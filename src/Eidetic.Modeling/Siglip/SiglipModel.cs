using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A whole SigLIP (Zhai et al. 2023, arXiv 2303.15343): eyes and ears with one space between them. Owns its parameters; immutable and safe
/// to use from several threads; dispose it when done.
/// </summary>
internal sealed class SiglipModel : IDisposable
{
    /// <param name="scope">The root.</param>
    /// <param name="options">Sizes.</param>
    public SiglipModel(ParameterScope scope, SiglipOptions options)
    {
        Parameters = scope.Parameters;
        Vision = new SiglipVisionTower(scope.Under("vision_model"), options.Vision);
        Text = new SiglipTextTower(scope.Under("text_model"), options.Text);
        scope.Take("logit_scale", ParameterStart.Ones, 1);
        scope.Take("logit_bias", ParameterStart.Zeros, 1);
    }

    /// <summary>Everything it computes with.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>The eyes.</summary>
    public SiglipVisionTower Vision { get; }

    /// <summary>The ears.</summary>
    public SiglipTextTower Text { get; }

    public void Dispose() => Parameters.Dispose();
}
