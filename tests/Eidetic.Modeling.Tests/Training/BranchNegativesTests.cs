using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class BranchNegativesTests
{
    [Fact]
    public void Negatives_are_the_nearest_images_that_begin_with_another_token()
    {
        using var collection = new TinyCollection(new LearningOptions());
        using var scope = NewDisposeScope();
        var negatives = Of(collection, count: 3);
        var nearness = collection.Queries.Nearness([7]).data<float>().ToArray();
        // Image i begins with token i mod 4.
        var nearest = Enumerable.Range(0, TinyCollection.Images).Where(image => image % 4 != 7 % 4).OrderByDescending(image => nearness[image]).Take(12).ToArray();

        var lists = Enumerable.Range(0, 50).Select(seed => negatives.Lists([7], new Random(seed))[0]).ToArray();

        nearness[7].Should().BeApproximately(1, 1e-5f);
        lists.Should().OnlyContain(list => list.Length == 4 && list[0] == 7 && list.Skip(1).All(entry => nearest.Contains(entry)));
        lists.SelectMany(list => list.Skip(1)).Distinct().Should().HaveCount(12, "they are drawn anew for every step");
    }

    [Fact]
    public void The_loss_is_the_margin_of_the_captions_own_identifier_over_theirs()
    {
        using var collection = new TinyCollection(new LearningOptions()).Stirred();
        using var scope = NewDisposeScope();
        collection.Backbone.Decoder.eval();
        var loss = new IdentifierLoss(collection.Backbone.Decoder, collection.Table);

        manual_seed(1);
        var margin = Of(collection, count: 3).Loss([0, 22], [0, 7], new Random(5))!.ToDouble();

        manual_seed(1);
        var random = new Random(5);
        var lists = Of(collection, count: 3).Lists([0, 7], random);
        var heard = collection.Queries.Heard([0, 22], random);
        var scores = lists.Select((list, row) => list.Select(entry => -loss.Hard(new QuerySides(heard.narrow(0, row, 1), null), [entry]).ToDouble()).ToArray()).ToArray();
        margin.Should().BeApproximately(scores.SelectMany(list => list.Skip(1).Select(wrong => Math.Max(0, 1 - list[0] + wrong))).Average(), 1e-4);
    }

    [Fact]
    public void Where_all_images_begin_alike_there_is_no_loss_and_identifiers_of_one_image_are_no_negatives()
    {
        using var collection = new TinyCollection(new LearningOptions());
        using var scope = NewDisposeScope();
        using var alike = new IdentifierTable(TinyCollection.Assignment with { Identifiers = [.. Enumerable.Range(0, 24).Select(i => new Abstractions.ImageIdentifier(i, [0, 1 + i]))] }, 24, CPU);
        using var several = new IdentifierTable(
            TinyCollection.Assignment with { Identifiers = [.. Enumerable.Range(0, 24).SelectMany(i => (Abstractions.ImageIdentifier[])[new(i, [i % 4, 4 + i]), new(i, [(i + 1) % 4, 40 + i])])] }, 24, CPU);
        var loss = new IdentifierLoss(collection.Backbone.Decoder, collection.Table);

        var none = new BranchNegatives(collection.Queries, alike, loss, new LearningOptions { BranchNegatives = 2 }).Loss([0], [0], new Random(1));
        var lists = Enumerable.Range(0, 20).Select(seed => new BranchNegatives(collection.Queries, several, loss, new LearningOptions { BranchNegatives = 2 }).Lists([0], new Random(seed))[0]);

        none.Should().BeNull();
        lists.Should().OnlyContain(list => several.ImageOf(list[0]) == 0 && list.Skip(1).All(entry => several.ImageOf(entry) % 4 != list[0] % 4));
    }

    private static BranchNegatives Of(TinyCollection collection, int count) => new(
        collection.Queries, collection.Table, new IdentifierLoss(collection.Backbone.Decoder, collection.Table), new LearningOptions { BranchNegatives = count });
}
