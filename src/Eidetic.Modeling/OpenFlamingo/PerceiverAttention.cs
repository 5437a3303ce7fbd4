using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Latents attend to patches and to themselves (Alayrac et al. 2022, arXiv 2204.14198, appendix A.1.1).</summary>
internal sealed class PerceiverAttention
{
    private readonly LayerNormLayer _mediaNorm;
    private readonly LayerNormLayer _latentNorm;
    private readonly LinearLayer _query;
    private readonly LinearLayer _keyValue;
    private readonly LinearLayer _merge;
    private readonly int _heads;

    public PerceiverAttention(ParameterScope scope, long dim, FlamingoConfig config)
    {
        var inner = config.Heads * config.HeadDim;
        _heads = config.Heads;
        _mediaNorm = new LayerNormLayer(scope.Under("norm_media"), dim, 1e-5);
        _latentNorm = new LayerNormLayer(scope.Under("norm_latents"), dim, 1e-5);
        _query = new LinearLayer(scope.Under("to_q"), dim, inner, hasBias: false);
        _keyValue = new LinearLayer(scope.Under("to_kv"), dim, 2 * inner, hasBias: false);
        _merge = new LinearLayer(scope.Under("to_out"), inner, dim, hasBias: false);
    }

    /// <param name="patches">[pictures, patches, dim].</param>
    /// <param name="latents">[pictures, latents, dim].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[pictures, latents, dim], before the residual.</returns>
    public Tensor Forward(Tensor patches, Tensor latents, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var normed = _latentNorm.Forward(latents);
        var all = cat([_mediaNorm.Forward(patches), normed], dim: 1);                               // [pictures, patches+latents, dim]
        var keysValues = _keyValue.Forward(all, pass).chunk(2, dim: -1);                            // 2 × [pictures, patches+latents, inner]
        var mixed = TowerAttention.Attend(_query.Forward(normed, pass), keysValues[0], keysValues[1], _heads);
        return _merge.Forward(mixed, pass).MoveToOuterDisposeScope();                               // [pictures, latents, dim]
    }
}
