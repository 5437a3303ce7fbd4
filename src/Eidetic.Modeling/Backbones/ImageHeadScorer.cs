using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Scores atomic identifiers: one pass over the prompts tells how likely every image is, and nothing follows. One thread at a time; dispose
/// it with the decoding.
/// </summary>
/// <param name="model">Stays the caller's.</param>
/// <param name="head">The model's head.</param>
/// <param name="prompts">One a query.</param>
/// <param name="device">Where the model computes.</param>
internal sealed class ImageHeadScorer(IMultimodalModel model, ImageHead head, IReadOnlyList<PromptText> prompts, Device device) : INextTokenScorer
{
    public int VocabularySize => head.Images;

    public int Queries => prompts.Count;

    public void Start(Span<float> logProbabilities)
    {
        if (logProbabilities.Length != Queries * VocabularySize)
        {
            throw new ArgumentException($"Expected room for {Queries * VocabularySize} scores, got {logProbabilities.Length}.", nameof(logProbabilities));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var batch = PromptBatch.PadLeft([.. prompts.Select(model.Tokenize)], model.PaddingToken, device);
        using var pictures = model.See([.. prompts.Select(p => p.Pictures)]);
        var states = model.Read(batch, pictures, null, ForwardPass.Answer);                       // [queries, tokens, width]
        var logits = head.Score(states.select(1, states.shape[1] - 1));                           // [queries, images]
        nn.functional.log_softmax(logits, dim: -1).cpu().contiguous().data<float>().CopyTo(logProbabilities);
    }

    /// <exception cref="InvalidOperationException">Always: an atomic identifier is a single token.</exception>
    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities) =>
        throw new InvalidOperationException("Expected atomic identifiers, which are one token each and end with it, got a longer one.");

    public void Dispose()
    {
    }
}
