using CsCheck;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

public sealed class GreedyDecoderTests
{
    [Fact]
    public void Each_step_takes_the_likeliest_token_the_trie_allows() => Gen.Select(RandomIdentifiers.Sets, Gen.Int[0, 1000].Array[1, 5]).Sample(
        (set, queries) =>
        {
            var trie = IdentifierTrie.Build(set.Identifiers, set.Images);

            var leaves = GreedyDecoder.Decode(TableScorer.Random(set.Vocabulary, queries), trie);

            leaves.Should().Equal(queries.Select(query => Follow(trie, set.Vocabulary, query)));
        },
        iter: 200);

    [Fact]
    public void Rows_shrink_as_queries_reach_their_leaves()
    {
        var trie = IdentifierTrie.Build([new(0, [0]), new(1, [1, 0, 1]), new(2, [1, 0, 0])], images: 3);
        var scorer = new TableScorer(2, [0, 1, 0], (query, _) => query == 0 ? [-0.1f, -3f] : [-3f, -0.1f]);

        var leaves = GreedyDecoder.Decode(scorer, trie);

        leaves.Select(trie.ImageOf).Should().Equal(0, 1, 0);
        scorer.Calls.Should().Equal(3, 1, 1);
    }

    [Fact]
    public void What_is_no_log_probability_is_refused()
    {
        var trie = IdentifierTrie.Build([new(0, [0])], images: 1);

        ((Action)(() => GreedyDecoder.Decode(new TableScorer(1, [0], (_, _) => [float.NaN]), trie))).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Cancellation_stops_between_steps()
    {
        var trie = IdentifierTrie.Build([new(0, [0])], images: 1);

        ((Action)(() => GreedyDecoder.Decode(TableScorer.Random(1, 0), trie, new CancellationToken(canceled: true))))
            .Should().Throw<OperationCanceledException>();
    }

    private static int Follow(IdentifierTrie trie, int vocabulary, int query)
    {
        var node = IdentifierTrie.Root;
        while (trie.ImageOf(node) < 0)
        {
            var row = TableScorer.RandomRow(vocabulary, query, trie.PathTo(node));
            var best = trie.ChildTokens(node).ToArray().OrderByDescending(token => row[token]).ThenBy(token => token).First();
            node = trie.Find([.. trie.PathTo(node), best]);
        }

        return node;
    }
}
