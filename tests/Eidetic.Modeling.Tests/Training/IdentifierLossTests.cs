using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class IdentifierLossTests
{
    [Fact]
    public void A_target_on_one_identifier_is_the_plain_cross_entropy()
    {
        using var collection = new TinyCollection(new LearningOptions());
        using var scope = NewDisposeScope();
        var loss = new IdentifierLoss(collection.Backbone.Decoder, collection.Table);
        var sides = new QuerySides(Text: Rows(collection, [3, 9]), Image: null);
        int[] paths = [5, 17];
        var weights = zeros(2, TinyCollection.Images);
        weights[0, 5] = 1;
        weights[1, 17] = 1;

        var (hard, soft) = (loss.Hard(sides, paths).ToDouble(), loss.Soft(sides, weights, paths).ToDouble());

        soft.Should().BeApproximately(hard, 1e-5);
    }

    [Fact]
    public void Averaged_over_paths_the_soft_loss_is_the_cross_entropy_between_distributions_over_identifiers()
    {
        using var collection = new TinyCollection(new LearningOptions());
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        collection.Backbone.Decoder.eval();
        var loss = new IdentifierLoss(collection.Backbone.Decoder, collection.Table);
        var query = Rows(collection, [3]);
        var weights = nn.functional.softmax(randn(1, TinyCollection.Images, generator: new Generator(4)) * 2, dim: -1);

        var averaged = 0.0;
        var expected = 0.0;
        for (var entry = 0; entry < TinyCollection.Images; entry++)
        {
            var share = weights[0, entry].ToDouble();
            int[] path = [entry];
            averaged += share * loss.Soft(new QuerySides(query, null), weights, path).ToDouble();
            expected += share * loss.Hard(new QuerySides(query, null), path).ToDouble();
        }

        averaged.Should().BeApproximately(expected, 1e-4);
    }

    [Fact]
    public void Identifiers_of_different_length_are_scored_to_their_own_end()
    {
        using var collection = new TinyCollection(new LearningOptions());
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        collection.Backbone.Decoder.eval();
        var assignment = TinyCollection.Assignment with { Identifiers = [new(0, [9]), new(1, [2, 4])] };
        using var table = new IdentifierTable(assignment, images: 2, CPU);
        var loss = new IdentifierLoss(collection.Backbone.Decoder, table);
        var query = Rows(collection, [3]);

        var scored = loss.Hard(new QuerySides(query, null), [0]).ToDouble();

        var step = collection.Backbone.Decoder.StepQueries(new QuerySides(query, null), zeros(1, 0, dtype: ScalarType.Int64)).select(1, 0);
        var logits = collection.Backbone.Decoder.Logits(step, first: 0, count: 10);
        // The trie of these two identifiers knows only tokens 2 and 9 at its root.
        var expected = Math.Log(1 + Math.Exp(logits[0, 2].ToDouble() - logits[0, 9].ToDouble()));
        scored.Should().BeApproximately(expected, 1e-5);
    }

    private static Tensor Rows(TinyCollection collection, long[] images) => collection.Queries.Images.index_select(0, tensor(images));
}
