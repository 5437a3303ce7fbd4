using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Norm, projection up, GELU, projection down: the feed-forward branch of resampler and gated layers, named by its places.</summary>
internal sealed class FlamingoFeedForward
{
    private readonly LayerNormLayer _norm;
    private readonly LinearLayer _widen;
    private readonly LinearLayer _narrow;

    public FlamingoFeedForward(ParameterScope scope, long dim, long expansion)
    {
        _norm = new LayerNormLayer(scope.Under("0"), dim, 1e-5);
        _widen = new LinearLayer(scope.Under("1"), dim, expansion * dim, hasBias: false);
        _narrow = new LinearLayer(scope.Under("3"), expansion * dim, dim, hasBias: false);
    }

    /// <param name="input">[.., dim].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[.., dim], before the residual.</returns>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var wide = functional.gelu(_widen.Forward(_norm.Forward(input), pass));         // [.., expansion*dim]
        return _narrow.Forward(wide, pass).MoveToOuterDisposeScope();                   // [.., dim]
    }
}
