using Eidetic.Abstractions;

namespace Eidetic.Retrieval;

/// <summary>One image that a beam search named.</summary>
public sealed record RecalledImage
{
    /// <summary>The image.</summary>
    public required int Image { get; init; }

    /// <summary>The trie's leaf that names it: the likeliest found, when the image has several identifiers.</summary>
    public required int Leaf { get; init; }

    /// <summary>
    /// Natural logarithm of the probability that the scorer gives the image's identifiers: of the one, or of the sum over those found.
    /// Over all images of the trie the probabilities sum to 1; a mask does not change an identifier's.
    /// </summary>
    public required double LogProbability { get; init; }

    /// <summary>The path to <see cref="Leaf"/>, one step a token; empty unless <see cref="BeamSearchOptions.Trace"/>.</summary>
    public IReadOnlyList<PathStep> Trace { get; init; } = [];

    /// <summary>The path with its tokens' names.</summary>
    /// <param name="vocabulary">The vocabulary the trie was built over.</param>
    public IReadOnlyList<TraceStep> NameTrace(IdentifierVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return
        [
            .. Trace.Select(step => new TraceStep(
                vocabulary.Names[step.Token],
                step.LogProbability,
                step.RunnerUp is { } token ? vocabulary.Names[token] : null,
                step.RunnerUpLogProbability)),
        ];
    }
}
