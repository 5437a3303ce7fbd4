using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Root-mean-square normalization over the last axis (Zhang and Sennrich 2019, eq. 4).</summary>
internal sealed class RmsNormLayer
{
    private readonly Tensor _weight;   // [dim]
    private readonly double _epsilon;

    public RmsNormLayer(ParameterScope scope, long dim, double epsilon)
    {
        _weight = scope.Take("weight", ParameterStart.Ones, dim);
        _epsilon = epsilon;
    }

    /// <param name="input">[.., dim].</param>
    /// <returns>[.., dim].</returns>
    public Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var scale = input.ToThe(2).mean([-1], keepdim: true).PlusInPlace(_epsilon).rsqrt_(); // [.., 1]
        return (input * scale * (_weight.dtype == input.dtype ? _weight : _weight.to(input.dtype))).MoveToOuterDisposeScope();
    }
}
