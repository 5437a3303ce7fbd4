using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic.Tests.Explaining;

public sealed class WordInfluencesTests
{
    private static readonly IdentifierTrie Trie = IdentifierTrie.Build([new(0, [0, 0]), new(1, [0, 1]), new(2, [1])], images: 3);

    private static readonly int[] Leaves = [Trie.Find([0, 0]), Trie.Find([1])];

    [Fact]
    public void The_word_that_the_score_hangs_on_is_found_with_its_sign_and_size()
    {
        var words = Measure("a green umbrella in the rain");

        words[0].Select(word => word.Word).Should().StartWith("umbrella").And.BeEquivalentTo("umbrella", "green", "rain");
        words[0][0].Should().Match<WordInfluence>(word => word.Start == 8 && Math.Abs(word.Influence - Math.Log(0.9 / 0.2)) < 1e-6);
        words[0].Skip(1).Should().OnlyContain(word => word.Influence == 0);
        words[1][0].Influence.Should().BeApproximately(Math.Log(0.1 / 0.8), 1e-6, "what speaks for one image speaks against another");
    }

    [Fact]
    public void All_words_and_hits_are_measured_in_one_decoding()
    {
        var asked = new List<IReadOnlyList<RecallQuery>>();

        WordInfluences.Measure(
            queries =>
            {
                asked.Add(queries);
                return new UmbrellaScorer(queries);
            },
            Trie, RecallQuery.FromText("umbrella, rain; and wind"), Leaves, TestContext.Current.CancellationToken);

        asked.Should().ContainSingle().Which.Select(query => query.Text)
            .Should().Equal("umbrella, rain; and wind", "rain; and wind", "umbrella, and wind", "umbrella, rain; and");
    }

    [Fact]
    public void A_picture_stays_beside_the_words()
    {
        var picture = new RgbImage(1, 1, [1, 2, 3]);
        IReadOnlyList<RecallQuery> asked = [];

        WordInfluences.Measure(
            queries => new UmbrellaScorer(asked = queries),
            Trie, new RecallQuery { Text = "umbrella rain", Image = picture }, Leaves, TestContext.Current.CancellationToken);

        asked.Should().HaveCount(3).And.OnlyContain(query => ReferenceEquals(query.Image, picture));
    }

    [Theory]
    [InlineData("umbrella")]
    [InlineData("?!")]
    [InlineData(null)]
    public void A_query_without_two_words_has_none(string? text)
    {
        var query = new RecallQuery { Text = text, Image = new RgbImage(1, 1, [1, 2, 3]) };

        var words = WordInfluences.Measure(
            _ => throw new InvalidOperationException("Nothing is to be asked."), Trie, query, Leaves, TestContext.Current.CancellationToken);

        words.Should().HaveCount(2).And.OnlyContain(list => list.Count == 0);
    }

    private static IReadOnlyList<IReadOnlyList<WordInfluence>> Measure(string query) => WordInfluences.Measure(
        queries => new UmbrellaScorer(queries), Trie, RecallQuery.FromText(query), Leaves, TestContext.Current.CancellationToken);

    /// <summary>Token 0 first, with 0.9 where the query speaks of an umbrella and with 0.2 elsewhere; token 0 always after it.</summary>
    private sealed class UmbrellaScorer(IReadOnlyList<RecallQuery> queries) : INextTokenScorer
    {
        public int VocabularySize => 2;

        public int Queries => queries.Count;

        public void Start(Span<float> logProbabilities)
        {
            for (var row = 0; row < queries.Count; row++)
            {
                Fill(logProbabilities, row, queries[row].Text!.Contains("umbrella", StringComparison.Ordinal) ? 0.9 : 0.2);
            }
        }

        public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
        {
            for (var row = 0; row < parents.Length; row++)
            {
                Fill(logProbabilities, row, 1);
            }
        }

        public void Dispose()
        {
        }

        private static void Fill(Span<float> logProbabilities, int row, double first) =>
            (logProbabilities[2 * row], logProbabilities[(2 * row) + 1]) = ((float)Math.Log(first), (float)Math.Log(1 - first));
    }
}
