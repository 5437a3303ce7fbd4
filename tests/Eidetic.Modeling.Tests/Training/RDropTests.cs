using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class RDropTests
{
    [Fact]
    public void The_divergence_is_the_mean_of_both_directions_over_what_the_trie_allows()
    {
        using var collection = new TinyCollection(new LearningOptions()).Stirred();
        using var scope = NewDisposeScope();
        collection.Backbone.Decoder.train();
        manual_seed(3);
        var scores = Score(collection);

        var divergence = RDrop.Divergence(scores, collection.Table).ToDouble();

        var expected = 0.0;
        foreach (var score in scores)
        {
            var tokens = (int)score.LogProbabilities.shape[1];
            var values = score.LogProbabilities.data<float>().ToArray();
            for (var query = 0; query < 3; query++)
            {
                for (var token = 0; token < tokens; token++)
                {
                    var (p, q) = ((double)values[query * tokens + token], (double)values[(3 + query) * tokens + token]);
                    // What the trie forbids has no probability in either answer.
                    expected += p < -1e6 ? 0 : 0.5 * (Math.Exp(p) * (p - q) + Math.Exp(q) * (q - p)) / 3;
                }
            }
        }

        expected.Should().BePositive("dropout tells the copies apart");
        divergence.Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    public void Without_dropout_both_answers_are_the_same()
    {
        using var collection = new TinyCollection(new LearningOptions()).Stirred();
        using var scope = NewDisposeScope();
        collection.Backbone.Decoder.eval();

        RDrop.Divergence(Score(collection), collection.Table).ToDouble().Should().BeApproximately(0, 1e-9);
    }

    [Fact]
    public void Both_sides_of_a_query_come_twice_and_an_identifier_that_ended_counts_no_more()
    {
        using var collection = new TinyCollection(new LearningOptions());
        using var scope = NewDisposeScope();
        var (text, shared, seen) = (rand(2, 3), rand(2, 3), rand(2, 4));
        var ended = new StepScores(1, tensor(new[] { -5f, -9f, -0.1f, -0.1f, -7f, -0.2f, -3f, -0.3f }, 2, 4).log_softmax(1), tensor(new long[] { 6, 6 }));

        var twice = RDrop.Twice(new QuerySides(text, new ImageSide(shared, seen)));

        twice.Text!.shape.Should().Equal(4, 3);
        twice.Image!.Shared[2].data<float>().Should().Equal(shared[0].data<float>().ToArray());
        twice.Image.Seen[3].data<float>().Should().Equal(seen[1].data<float>().ToArray());
        RDrop.Divergence([ended], collection.Table).ToDouble().Should().Be(0);
    }

    private static IReadOnlyList<StepScores> Score(TinyCollection collection)
    {
        var queries = collection.Queries.Images.index_select(0, tensor(new long[] { 1, 8, 20 }));
        return new IdentifierLoss(collection.Backbone.Decoder, collection.Table).Score(RDrop.Twice(new QuerySides(queries, null)), [1, 8, 20, 1, 8, 20]);
    }
}
