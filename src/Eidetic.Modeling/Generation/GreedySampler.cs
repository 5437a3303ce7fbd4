using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Chooses the likeliest token. Safe to use from several threads.</summary>
internal sealed class GreedySampler : ITokenSampler
{
    /// <inheritdoc />
    public Tensor Choose(Tensor logits) => logits.argmax(-1);
}
