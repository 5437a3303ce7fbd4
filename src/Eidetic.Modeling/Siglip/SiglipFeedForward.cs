using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Two projections with a nonlinearity between them: <c>fc1</c>, <c>fc2</c>.</summary>
internal sealed class SiglipFeedForward(ParameterScope scope, SiglipTransformerOptions options)
{
    private readonly LinearLayer _widen = new(scope.Under("fc1"), options.Width, options.FeedForward, hasBias: true);
    private readonly LinearLayer _narrow = new(scope.Under("fc2"), options.FeedForward, options.Width, hasBias: true);
    private readonly TowerActivation _activation = options.Activation;

    /// <param name="input">[batch, tokens, width].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, width].</returns>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        using var disposing = NewDisposeScope();
        return _narrow.Forward(_activation.Apply(_widen.Forward(input, pass)), pass).MoveToOuterDisposeScope();
    }
}
