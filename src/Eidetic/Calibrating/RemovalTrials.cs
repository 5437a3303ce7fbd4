using System.Numerics.Tensors;
using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// Asks a memory what it holds, and what it held a moment ago: the images that are removed are masked out of the trie, so everything else is
/// exactly as it would be.
/// </summary>
/// <remarks>
/// Removing the image that is meant hardly makes a query unanswerable: a collection holds many pictures of a dog that runs over grass. What is
/// removed for an unanswerable query is a neighbourhood: the image that is meant and the candidates nearest to it in the shared space,
/// together <see cref="NeighbourhoodShare"/> of all candidates. It is chosen by the images' vectors alone, not by the query's.
/// </remarks>
internal sealed class RemovalTrials(RecallEngine engine, FeatureMatrix vectors, int beams, RerankEvidence? rerank = null, ScoreShaping? shaping = null)
{
    /// <summary>Share of the candidates in a neighbourhood.</summary>
    public const double NeighbourhoodShare = 0.05;

    private readonly BeamSearchOptions _search = new() { Beams = beams, Top = beams };

    /// <summary>The answer as things are.</summary>
    public RecalledAnswer AsItIs(RemovalQuery query, CancellationToken cancellationToken) => Ask(query, query.Candidates, cancellationToken);

    /// <summary>The answer where the image that is meant is gone.</summary>
    public RecalledAnswer WithoutImage(RemovalQuery query, CancellationToken cancellationToken) =>
        Ask(query, [.. query.Candidates.Where(image => image != query.Image)], cancellationToken);

    /// <summary>The answer where the neighbourhood of the image that is meant is gone.</summary>
    public RecalledAnswer WithoutNeighbourhood(RemovalQuery query, CancellationToken cancellationToken) =>
        Ask(query, Remaining(vectors, query.Image, query.Candidates), cancellationToken);

    /// <summary>The candidates outside an image's neighbourhood.</summary>
    /// <param name="vectors">float32 [images, sharedDim], unit rows.</param>
    /// <param name="image">One of the candidates.</param>
    /// <param name="candidates">Images.</param>
    public static IReadOnlyList<int> Remaining(FeatureMatrix vectors, int image, IReadOnlyList<int> candidates)
    {
        var size = Math.Max(1, (int)Math.Ceiling(NeighbourhoodShare * candidates.Count));
        return
        [
            .. candidates
                .Select(candidate => (Candidate: candidate, Similarity: TensorPrimitives.Dot<float>(vectors[candidate], vectors[image])))
                .OrderByDescending(c => c.Candidate == image) // before its twins
                .ThenByDescending(c => c.Similarity).ThenBy(c => c.Candidate)
                .Skip(size).Select(c => c.Candidate),
        ];
    }

    private RecalledAnswer Ask(RemovalQuery query, IReadOnlyList<int> candidates, CancellationToken cancellationToken)
    {
        TrieMask? mask = candidates.Count < engine.Book.Trie.ImageCount ? engine.Book.Trie.Restrict(candidates) : null;
        var hits = engine.Decode([RecallQuery.FromText(query.Text)], _search, rerank, mask, cancellationToken, shaping)[0];
        return engine.Answers.Read(query.Vector, engine.Model.UnknownShare(query.Text) ?? 0, hits, mask);
    }
}
