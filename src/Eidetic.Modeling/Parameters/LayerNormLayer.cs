using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Layer normalization over the last axis (Ba et al. 2016).</summary>
internal sealed class LayerNormLayer
{
    private readonly Tensor _weight;   // [dim]
    private readonly Tensor? _bias;    // [dim]
    private readonly long _dim;
    private readonly double _epsilon;

    public LayerNormLayer(ParameterScope scope, long dim, double epsilon, bool hasBias = true)
    {
        _weight = scope.Take("weight", ParameterStart.Ones, dim);
        _bias = hasBias ? scope.Take("bias", ParameterStart.Zeros, dim) : null;
        (_dim, _epsilon) = (dim, epsilon);
    }

    /// <param name="input">[.., dim].</param>
    /// <returns>[.., dim].</returns>
    public Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.layer_norm(input, [_dim], _weight.to(input.dtype), _bias?.to(input.dtype), _epsilon).MoveToOuterDisposeScope();
    }
}
