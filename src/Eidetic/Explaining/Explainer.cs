using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// Says why hits were named: what lies below each token taken and below each runner-up, and which words of the query moved them. Safe to
/// use from several threads.
/// </summary>
internal sealed class Explainer(RecallEngine engine)
{
    private readonly CaptionWordCounts _words = new(engine.Catalog);

    /// <summary>Explains the hits of one query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="recalled">What the search found for it, with traces.</param>
    /// <param name="hits">The hits made of it, in the same order.</param>
    /// <param name="mask">What may be named, or null for every image.</param>
    /// <param name="cancellationToken">Stops between decoding steps.</param>
    /// <returns>The hits, explained.</returns>
    public IReadOnlyList<Hit> Explain(
        RecallQuery query, IReadOnlyList<RecalledImage> recalled, IReadOnlyList<Hit> hits, TrieMask? mask, CancellationToken cancellationToken)
    {
        var survey = new BranchSurvey(engine.Book, mask, _words);
        var words = WordInfluences.Measure(
            engine.Model.CreateScorer, engine.Book.Trie, query, [.. recalled.Select(image => image.Leaf)], cancellationToken);
        return [.. hits.Select((hit, place) => hit with { Trace = Survey(survey, recalled[place], hit.Trace), Words = words[place] })];
    }

    private TraceStep[] Survey(BranchSurvey survey, RecalledImage recalled, IReadOnlyList<TraceStep> trace)
    {
        var trie = engine.Book.Trie;
        var taken = trie.NodesTo(recalled.Leaf);
        return
        [
            .. trace.Select((step, depth) => step with
            {
                Branch = survey.Of(taken[depth], recalled.Image),
                RunnerUpBranch = recalled.Trace[depth].RunnerUp is { } rival ? survey.Of(Sibling(trie, taken[depth], rival), recalled.Image) : null,
            }),
        ];
    }

    private static int Sibling(IdentifierTrie trie, int node, int token)
    {
        var parent = trie.ParentOf(node);
        return trie.FirstChild(parent) + trie.ChildTokens(parent).BinarySearch(token);
    }
}
