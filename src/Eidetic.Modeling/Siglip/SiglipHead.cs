using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>SigLIP's pooling: a learned probe attends to the patches (Lee et al. 2019, arXiv 1810.00825, §3.2).</summary>
internal sealed class SiglipHead
{
    private readonly Tensor _probe;                  // [1, 1, width]
    private readonly PackedAttention _attention;
    private readonly LayerNormLayer _norm;
    private readonly SiglipFeedForward _feedForward;

    public SiglipHead(ParameterScope scope, SiglipTransformerOptions options)
    {
        _probe = scope.Take("probe", ParameterStart.Noise, 1, 1, options.Width);
        _attention = new PackedAttention(scope.Under("attention"), options.Width, options.Heads);
        _norm = new LayerNormLayer(scope.Under("layernorm"), options.Width, options.Epsilon);
        _feedForward = new SiglipFeedForward(scope.Under("mlp"), options);
    }

    /// <param name="states">[batch, patches, width].</param>
    /// <param name="isVisible">bool [batch, patches], true = real patch; null for all.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, width].</returns>
    public Tensor Forward(Tensor states, Tensor? isVisible, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var (batch, _, width) = states.Axes3();
        var probes = _probe.to(states.dtype).expand(batch, 1, width);
        var attended = _attention.Cross(probes, states, isVisible, pass);             // [batch, 1, width]
        return attended.Plus(_feedForward.Forward(_norm.Forward(attended), pass)).select(1, 0).MoveToOuterDisposeScope();
    }
}
