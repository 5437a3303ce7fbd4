using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Writes on from one prompt along several beams and gives the texts whose score is best: the sum of their tokens' log-probabilities, end
/// token included, over their number to the power of the length penalty. Immutable.
/// </summary>
/// <param name="beams">How many prefixes are followed at once, at least 1.</param>
/// <param name="lengthPenalty">0 compares sums, which favours short texts; 1 compares means. At least 0.</param>
/// <param name="options">How much is written; a cache is always kept.</param>
internal sealed class BeamGenerator(int beams, double lengthPenalty, GenerationOptions options)
{
    /// <summary>Writes on.</summary>
    /// <param name="model">Stays the caller's.</param>
    /// <param name="prompt">int64 [1, tokens]; stays the caller's.</param>
    /// <param name="pictures">What the model saw of the pictures in the prompt, or null; stays the caller's.</param>
    /// <returns>At most as many texts as beams, without the end token, the best first.</returns>
    public IReadOnlyList<GeneratedText> Generate(ILanguageModel model, TokenBatch prompt, PictureStates? pictures = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beams, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthPenalty);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 1);
        if (prompt.Tokens.shape[0] != 1)
            throw new ArgumentException($"Expected one prompt, got {prompt.Tokens.shape[0]}.", nameof(prompt));

        var device = prompt.Tokens.device;
        var finished = new List<GeneratedText>();
        List<Beam> live = [new Beam([], Parent: 0, LogProbability: 0)];
        using var continuation = new Continuation(model, pictures);
        var next = Advance(continuation, prompt, live, device);
        for (var length = 1; ; length++)
        {
            live = Grow(live, next, length, finished);
            if (live.Count == 0 || length == options.MaxTokens || CannotImprove(live, finished))
                break;

            next = Advance(continuation, prompt: null, live, device);
        }

        return finished;
    }

    // The best tokens after each beam with their log-probabilities: enough that, the end token apart, every beam to be kept is among them.
    private (long[] Tokens, float[] LogProbabilities, int Each) Advance(Continuation continuation, TokenBatch? prompt, List<Beam> live, Device device)
    {
        using var scope = NewDisposeScope();
        Tensor logits;
        if (prompt is not null)
        {
            logits = continuation.Start(prompt);                                                   // [rows, vocab]
        }
        else
        {
            using var parents = PromptBatch.Whole([.. live.Select(beam => (long)beam.Parent)], device, live.Count);
            using var tokens = PromptBatch.Whole([.. live.Select(beam => (long)beam.Tokens[^1])], device, live.Count);
            continuation.Select(parents);
            logits = continuation.Continue(tokens);                                                // [rows, vocab]
        }

        var each = (int)Math.Min(beams + 1L, logits.shape[1]);
        var (scores, best) = logits.to(ScalarType.Float32).log_softmax(-1).topk(each, dim: -1);    // [rows, each]
        return (best.cpu().contiguous().data<long>().ToArray(), scores.cpu().contiguous().data<float>().ToArray(), each);
    }

    private List<Beam> Grow(List<Beam> live, (long[] Tokens, float[] LogProbabilities, int Each) next, int length, List<GeneratedText> finished)
    {
        var grown = Enumerable.Range(0, live.Count * next.Each)
            .Select(i => (Row: i / next.Each, Token: (int)next.Tokens[i], Sum: live[i / next.Each].LogProbability + next.LogProbabilities[i]))
            .OrderByDescending(candidate => candidate.Sum).ThenBy(candidate => candidate.Row).ThenBy(candidate => candidate.Token);
        var kept = new List<Beam>(beams);
        foreach (var (row, token, sum) in grown)
        {
            if (token == options.EndToken)
                Finish(finished, live[row].Tokens, sum, length);
            else if (length == options.MaxTokens)
                Finish(finished, [.. live[row].Tokens, token], sum, length);
            else if (kept.Count < beams)
                kept.Add(new Beam([.. live[row].Tokens, token], row, sum));
        }

        return kept;
    }

    private void Finish(List<GeneratedText> finished, IReadOnlyList<int> tokens, double sum, int length)
    {
        var text = new GeneratedText(tokens, sum / Math.Pow(length, lengthPenalty));
        var place = finished.FindIndex(other => text.Score > other.Score);
        finished.Insert(place < 0 ? finished.Count : place, text);
        if (finished.Count > beams)
            finished.RemoveAt(beams);
    }

    // A beam's sum only falls, and no text is longer than the longest: nothing that grows from it can score more than this.
    private bool CannotImprove(List<Beam> live, List<GeneratedText> finished) =>
        finished.Count == beams && live.Max(beam => beam.LogProbability) / Math.Pow(options.MaxTokens, lengthPenalty) <= finished[^1].Score;

    private sealed record Beam(IReadOnlyList<int> Tokens, int Parent, double LogProbability);
}
