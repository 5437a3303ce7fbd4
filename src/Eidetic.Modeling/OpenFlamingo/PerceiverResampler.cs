using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Makes of any number of patches a fixed number of vectors (Alayrac et al. 2022, arXiv 2204.14198, §2.1).</summary>
internal sealed class PerceiverResampler
{
    private readonly Tensor _latents;       // [latents, dim]
    private readonly LayerNormLayer _norm;

    public PerceiverResampler(ParameterScope scope, long dim, FlamingoConfig config)
    {
        _latents = scope.Take("latents", ParameterStart.Noise, config.Latents, dim);
        Layers = [.. Enumerable.Range(0, config.ResamplerDepth).Select(layer => scope.Under("layers", layer))
            .Select(layer => (new PerceiverAttention(layer.Under("0"), dim, config), new FlamingoFeedForward(layer.Under("1"), dim, config.Expansion)))];
        _norm = new LayerNormLayer(scope.Under("norm"), dim, 1e-5);
    }

    /// <summary>Attention and feed-forward, whose outputs are added to the latents in turn.</summary>
    public IReadOnlyList<(PerceiverAttention Attention, FlamingoFeedForward Feed)> Layers { get; }

    /// <param name="patches">[pictures, patches, dim].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[pictures, latents, dim].</returns>
    public Tensor Forward(Tensor patches, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var latents = Start(patches);                                                   // [pictures, latents, dim]
        foreach (var (attention, feed) in Layers)
        {
            latents = latents.Plus(attention.Forward(patches, latents, pass));
            latents = latents.Plus(feed.Forward(latents, pass));
        }

        return _norm.Forward(latents).MoveToOuterDisposeScope();
    }

    /// <returns>[pictures, latents, dim]: what every picture's latents start as.</returns>
    public Tensor Start(Tensor patches)
    {
        using var scope = NewDisposeScope();
        return _latents.to(patches.dtype).unsqueeze(0).expand(patches.shape[0], -1, -1).MoveToOuterDisposeScope();
    }
}
