using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// Tells what lies below nodes of the trie, each looked at once. One for a recall: what may be named is decided there. Used by one thread.
/// </summary>
internal sealed class BranchSurvey(IdentifierBook book, TrieMask? mask, CaptionWordCounts words)
{
    private const int MostExamples = 4;
    private const int MostWords = 4;

    private readonly Dictionary<int, Branch> _branches = [];

    /// <summary>What lies below a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="hit">The image that is explained, which is no example.</param>
    public TraceBranch Of(int node, int hit)
    {
        if (!_branches.TryGetValue(node, out var branch))
        {
            branch = Look(node);
            _branches.Add(node, branch);
        }

        var examples = branch.Examples.Where(image => image != hit).Take(MostExamples).Select(image => book.Keys[image]);
        return new TraceBranch(branch.Images, [.. examples], branch.Words);
    }

    private Branch Look(int node)
    {
        var images = book.Trie.ImagesBelow(node, mask);
        return new Branch(
            images.Length,
            EvenlySpaced.Of(images, MostExamples + 1),
            images.Length > 1 ? TellingWords.Of(words, images, MostWords) : []);
    }

    private sealed record Branch(int Images, IReadOnlyList<int> Examples, IReadOnlyList<string> Words);
}
