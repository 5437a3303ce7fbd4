using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>The tokens that occur at one step of the identifiers.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Count">The highest less the lowest, plus one.</param>
/// <param name="Codes">int64 [entries]: each identifier's token less <paramref name="First"/>; <paramref name="Count"/> after its end.</param>
internal sealed record StepTokens(int First, int Count, Tensor Codes)
{
    /// <summary>Reads a step; the caller owns <see cref="Codes"/>.</summary>
    public static StepTokens Of(IReadOnlyList<ImageIdentifier> identifiers, int step, Device device)
    {
        var tokens = identifiers.Where(i => i.Tokens.Count > step).Select(i => i.Tokens[step]).ToArray();
        var (first, count) = (tokens.Min(), tokens.Max() - tokens.Min() + 1);
        var codes = identifiers.Select(i => (long)(i.Tokens.Count > step ? i.Tokens[step] - first : count)).ToArray();
        using var borrowed = tensor(codes);
        return new StepTokens(first, count, borrowed.to(device).clone().DetachFromDisposeScope());
    }
}
