using CsCheck;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

public sealed class PathScorerTests
{
    private static readonly IdentifierTrie Trie = IdentifierTrie.Build([new(0, [0]), new(1, [1, 0]), new(2, [1, 1]), new(3, [2, 0, 0])], images: 4);

    [Fact]
    public void A_leaf_gets_the_very_number_the_beam_gives_it() => Gen.Select(RandomIdentifiers.Sets, Gen.Int[0, 1000].Array[1, 4]).Sample(
        (set, queries) =>
        {
            var trie = IdentifierTrie.Build(set.Identifiers, set.Images);
            var leaves = Enumerable.Range(0, trie.NodeCount).Where(node => trie.ImageOf(node) >= 0).ToArray();
            var found = BeamSearch.Search(
                TableScorer.Random(set.Vocabulary, queries), trie, new BeamSearchOptions { Beams = leaves.Length, Top = leaves.Length });

            var scores = PathScorer.Score(TableScorer.Random(set.Vocabulary, queries), trie, [.. queries.Select(_ => leaves)]);

            for (var query = 0; query < queries.Length; query++)
            {
                var byLeaf = leaves.Zip(scores[query]).ToDictionary();
                found[query].Where(image => trie.LeavesOf(image.Image).Length == 1)
                    .Should().OnlyContain(image => byLeaf[image.Leaf].Equals(image.LogProbability));
            }
        },
        iter: 200);

    [Fact]
    public void Any_node_gets_the_sum_of_what_lies_below_it() => Gen.Select(RandomIdentifiers.Sets, Gen.Int[0, 1000]).Sample(
        (set, query) =>
        {
            var trie = IdentifierTrie.Build(set.Identifiers, set.Images);
            var nodes = Enumerable.Range(0, trie.NodeCount).ToArray();

            var scores = PathScorer.Score(TableScorer.Random(set.Vocabulary, query), trie, [nodes])[0];

            scores[IdentifierTrie.Root].Should().Be(0);
            foreach (var node in nodes.Where(node => trie.ImageOf(node) < 0))
            {
                var below = Enumerable.Range(trie.FirstChild(node), trie.ChildTokens(node).Length).Sum(child => Math.Exp(scores[child]));
                Math.Exp(scores[node]).Should().BeApproximately(below, 1e-5);
            }
        },
        iter: 200);

    [Fact]
    public void Paths_of_a_query_share_the_rows_of_their_beginning()
    {
        var scorer = TableScorer.Random(3, 5, 6);

        PathScorer.Score(scorer, Trie, [[Trie.Find([1, 0]), Trie.Find([1, 1]), Trie.Find([2, 0, 0])], [Trie.Find([0])]]);

        scorer.Calls.Should().Equal([2, 1], "what follows 2 is certain");
        scorer.Extended.Should().Equal((5, "1"));
    }

    [Fact]
    public void Nothing_to_score_asks_nothing()
    {
        var scorer = TableScorer.Random(3, 5);

        var scores = PathScorer.Score(scorer, Trie, [[IdentifierTrie.Root]]);

        scores.Should().ContainSingle().Which.Should().Equal(0.0);
        scorer.Calls.Should().BeEmpty();
    }

    [Fact]
    public void One_list_of_nodes_a_query_is_expected()
    {
        var act = () => PathScorer.Score(TableScorer.Random(3, 5, 6), Trie, [[1]]);

        act.Should().Throw<ArgumentException>().WithMessage("*2 queries*1 lists*");
    }

    [Fact]
    public void Cancellation_stops_before_the_first_step()
    {
        var act = () => PathScorer.Score(TableScorer.Random(3, 5), Trie, [[1]], new CancellationToken(canceled: true));

        act.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void The_images_below_a_node_are_those_whose_identifiers_begin_like_it() => RandomIdentifiers.Sets.Sample(
        set =>
        {
            var trie = IdentifierTrie.Build(set.Identifiers, set.Images);
            var mask = trie.Restrict(Enumerable.Range(0, set.Images).Where(image => image % 2 == 0));

            for (var node = 0; node < trie.NodeCount; node++)
            {
                var path = trie.PathTo(node);
                var below = set.Identifiers.Where(identifier => identifier.Tokens.Take(path.Length).SequenceEqual(path))
                    .Select(identifier => identifier.Image).Distinct().Order().ToArray();
                trie.ImagesBelow(node).Should().Equal(below);
                trie.ImagesBelow(node, mask).Should().Equal(below.Where(image => image % 2 == 0));
                trie.NodesTo(node).Select(trie.TokenOf).Should().Equal(path);
            }
        },
        iter: 100);
}
