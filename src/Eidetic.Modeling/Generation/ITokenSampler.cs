using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Chooses each row's next token. One that draws by chance keeps its own generator; use it from one thread at a time.</summary>
internal interface ITokenSampler
{
    /// <param name="logits">float32 [rows, vocab].</param>
    /// <returns>int64 [rows].</returns>
    Tensor Choose(Tensor logits);
}
