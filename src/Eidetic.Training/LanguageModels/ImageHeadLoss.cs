using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Cross-entropy over all images after a prompt (GRACE, §3.3, atomic identifiers): the prompt's last state is asked which image is meant.
/// An answer is one number, the image's.
/// </summary>
internal sealed class ImageHeadLoss(IMultimodalModel model, ImageHead head, Device device) : IAnswerLoss
{
    public int TermsOf(IReadOnlyList<int> answer) => answer.Count == 1
        ? 1
        : throw new ArgumentException($"Expected the number of one image, got {answer.Count} numbers.", nameof(answer));

    public Tensor Of(IReadOnlyList<PromptText> prompts, IReadOnlyList<IReadOnlyList<int>> answers, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<int>[] rows = [.. prompts.Select(model.Tokenize)];
        using var batch = PromptBatch.PadRight(rows, model.PaddingToken, device);
        using var pictures = model.See([.. prompts.Select(p => p.Pictures)]);
        var length = (int)batch.Tokens.shape[1];
        using var last = PromptBatch.Whole([.. rows.Select((row, i) => (long)i * length + row.Count - 1)], device, rows.Length);   // [batch]
        using var right = PromptBatch.Whole([.. answers.Select(answer => (long)answer[0])], device, rows.Length);                  // [batch]
        var states = model.Read(batch, pictures, null, pass).reshape(rows.Length * length, model.Width);    // [batch*tokens, width]
        var loss = nn.functional.cross_entropy(head.Score(states.index_select(0, last)), right, reduction: nn.Reduction.Sum);
        return loss.MoveToOuterDisposeScope();
    }
}
