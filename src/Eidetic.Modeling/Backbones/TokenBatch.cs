using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Rows of tokens, padded to one length. Owns its tensors.</summary>
/// <param name="Tokens">int64 [batch, tokens].</param>
/// <param name="Mask">int64 [batch, tokens], 1 = real token, 0 = padding (to the left where decoding follows, to the right for learning).</param>
internal sealed record TokenBatch(Tensor Tokens, Tensor Mask) : IDisposable
{
    public void Dispose()
    {
        Tokens.Dispose();
        Mask.Dispose();
    }
}
