using Eidetic.Abstractions;
using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class RankingTests
{
    private static readonly int[][] Lists = [[5, 6, 17], [2, 9, 0]];

    [Fact]
    public void The_listwise_loss_is_the_cross_entropy_of_the_lists_softmax()
    {
        using var collection = Quiet();
        using var scope = NewDisposeScope();
        var loss = new IdentifierLoss(collection.Backbone.Decoder, collection.Table);
        float[] targets = [0.7f, 0.1f, 0.2f, 0, 1, 0];

        var listwise = new RankingLoss(loss).Listwise(Rows(collection, [5, 9]), Lists, tensor(targets, 2, 3)).ToDouble();

        var scores = PlainScores(collection, loss);
        var expected = 0.0;
        for (var query = 0; query < 2; query++)
        {
            var total = scores[query].Sum(Math.Exp);
            expected -= Enumerable.Range(0, 3).Sum(place => targets[query * 3 + place] * Math.Log(Math.Exp(scores[query][place]) / total)) / 2;
        }

        listwise.Should().BeApproximately(expected, 1e-4);
    }

    [Fact]
    public void The_margin_loss_is_what_the_first_falls_short_by()
    {
        using var collection = Quiet();
        using var scope = NewDisposeScope();
        var loss = new IdentifierLoss(collection.Backbone.Decoder, collection.Table);

        var margin = new RankingLoss(loss).Margin(Rows(collection, [5, 9]), Lists, margin: 0.8).ToDouble();

        var scores = PlainScores(collection, loss);
        var expected = scores.SelectMany(list => list.Skip(1).Select(wrong => Math.Max(0, 0.8 - list[0] + wrong))).Average();
        margin.Should().BeApproximately(expected, 1e-4).And.BePositive();
    }

    [Fact]
    public void A_target_within_a_list_is_its_part_of_the_whole_and_identifiers_of_one_image_share_it()
    {
        using var collection = Quiet();
        using var scope = NewDisposeScope();
        var assignment = TinyCollection.Assignment with { Identifiers = [new(0, [0, 4]), new(0, [1, 4]), new(1, [2, 4]), new(2, [3, 4])] };
        using var table = new IdentifierTable(assignment, images: 3, CPU);
        var stage = new RankingStage(collection.Backbone.Decoder, table, new IdentifierLoss(collection.Backbone.Decoder, table), new LearningOptions());

        var within = stage.Within([[0, 1, 3]], tensor(new[] { 0.4f, 0.5f, 0.1f }, 1, 3));

        within.data<float>().ToArray().Should().SatisfyRespectively(
            first => first.Should().BeApproximately(0.4f, 1e-5f), second => second.Should().BeApproximately(0.4f, 1e-5f), third => third.Should().BeApproximately(0.2f, 1e-5f));
    }

    [Fact]
    public void The_stage_is_the_last_part_of_a_run_and_once_begun_goes_on()
    {
        var options = new LearningOptions { RankShare = 0.25 };
        var state = new LearningState { Step = 74, TotalSteps = 100, Seconds = 12 };

        RankingStage.Begin(state, options).RankingFrom.Should().BeNull();
        RankingStage.Begin(state with { Step = 75 }, options).Should().Be(state with { Step = 75, RankingFrom = 75, RankingFromSeconds = 12 });
        RankingStage.Begin(state with { Step = 80, RankingFrom = 75, TotalSteps = 200 }, options).RankingFrom.Should().Be(75);
        RankingStage.Begin(state with { Step = 75 }, new LearningOptions()).RankingFrom.Should().BeNull();
        RankingStage.Begin(new LearningState { Step = 75 }, options).RankingFrom.Should().BeNull("a time budget that is still being measured has no end");
    }

    [Fact]
    public void Learning_to_rank_lowers_its_loss_and_puts_images_first_that_learning_before_had_not()
    {
        using var collection = Quiet();
        using var scope = NewDisposeScope();
        var decoder = collection.Backbone.Decoder;
        var stage = new RankingStage(decoder, collection.Table, new IdentifierLoss(decoder, collection.Table), new LearningOptions { RankBeams = 6, RankBatch = 24 });
        var queries = collection.Queries.Images;
        var targets = eye(TinyCollection.Images);
        int[] own = [.. Enumerable.Range(0, TinyCollection.Images)];
        using var optimizer = new AdamW(decoder.named_parameters(), weightDecay: 0);
        var losses = new List<double>();

        var before = First(collection);
        for (var step = 0; step < 60; step++)
        {
            optimizer.ZeroGradients();
            var loss = stage.Loss(queries, targets, own, new Random(step));
            loss.backward();
            optimizer.Step(step + 1, learningRate: 3e-3);
            losses.Add(loss.ToDouble());
        }

        losses[^1].Should().BeLessThan(losses[0] / 2);
        First(collection).Should().BeGreaterThan(before).And.BeGreaterThan(18);
    }

    private static int First(TinyCollection collection)
    {
        using var scope = NewDisposeScope();
        var found = new OwnBeams(collection.Backbone.Decoder, collection.Table, beams: 5).Find(collection.Queries.Images);
        return found.Where((list, image) => list[0] == image).Count();
    }

    // Without dropout the loss can be computed a second time.
    private static TinyCollection Quiet()
    {
        var collection = new TinyCollection(new LearningOptions()).Stirred();
        collection.Backbone.Decoder.eval();
        return collection;
    }

    private static List<double[]> PlainScores(TinyCollection collection, IdentifierLoss loss) => [.. new[] { 5L, 9L }.Select((image, query) =>
        Lists[query].Select(entry => -loss.Hard(new QuerySides(Rows(collection, [image]), null), [entry]).ToDouble()).ToArray())];

    private static Tensor Rows(TinyCollection collection, long[] images) => collection.Queries.Images.index_select(0, tensor(images));
}
