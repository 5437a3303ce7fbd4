using Eidetic.Abstractions;
using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>Next-token cross-entropy after a prompt, on the identifier and the end token only (GRACE, §3.3).</summary>
internal sealed class LanguageLoss(IMultimodalModel model, Device device)
{
    /// <summary>The loss of some rows.</summary>
    /// <param name="prompts">What is asked.</param>
    /// <param name="answers">Identifiers in the model's tokens, without a further end token where they close with one.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>float32 [], summed over all tokens that count, and their number.</returns>
    public (Tensor Sum, int Tokens) Of(IReadOnlyList<PromptText> prompts, IReadOnlyList<IReadOnlyList<int>> answers, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var rows = new List<IReadOnlyList<int>>(prompts.Count);
        var starts = new List<(int Prompt, int Answer)>(prompts.Count);
        for (var i = 0; i < prompts.Count; i++)
        {
            var prompt = model.Tokenize(prompts[i]);
            IReadOnlyList<int> answer = answers[i][^1] == model.EndToken ? answers[i] : [.. answers[i], model.EndToken];
            rows.Add([.. prompt, .. answer]);
            starts.Add((prompt.Count, answer.Count));
        }

        using var batch = PromptBatch.PadRight(rows, model.PaddingToken, device);
        using var pictures = model.See([.. prompts.Select(p => p.Pictures)]);
        var length = (int)batch.Tokens.shape[1];
        var places = new List<long>();            // in [batch*tokens]: the state before each token that counts
        var targets = new List<long>();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < starts[row].Answer; i++)
            {
                var place = starts[row].Prompt + i;
                places.Add(row * length + place - 1);
                targets.Add(rows[row][place]);
            }
        }

        var states = model.Read(batch, pictures, null, pass).reshape(rows.Count * length, model.Width);            // [batch*tokens, dim]
        var asked = states.index_select(0, PromptBatch.Whole([.. places], device, places.Count));                  // [answers, dim]
        var loss = nn.functional.cross_entropy(
            model.Score(asked), PromptBatch.Whole([.. targets], device, targets.Count), reduction: nn.Reduction.Sum);
        return (loss.MoveToOuterDisposeScope(), targets.Count);
    }
}
