using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Next-token cross-entropy after a prompt, on the identifier and the end token only (GRACE, §3.3). Answers are in the model's tokens,
/// without a further end token where they close with one.
/// </summary>
internal sealed class LanguageLoss(IMultimodalModel model, Device device) : IAnswerLoss
{
    public int TermsOf(IReadOnlyList<int> answer) => answer.Count + (answer[^1] == model.EndToken ? 0 : 1);

    public Tensor Of(IReadOnlyList<PromptText> prompts, IReadOnlyList<IReadOnlyList<int>> answers, ForwardPass pass)
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

        using var at = PromptBatch.Whole([.. places], device, places.Count);                                       // [answers]
        using var right = PromptBatch.Whole([.. targets], device, targets.Count);                                  // [answers]
        var states = model.Read(batch, pictures, null, pass).reshape(rows.Count * length, model.Width);            // [batch*tokens, dim]
        var loss = nn.functional.cross_entropy(model.Score(states.index_select(0, at)), right, reduction: nn.Reduction.Sum);
        return loss.MoveToOuterDisposeScope();
    }
}
