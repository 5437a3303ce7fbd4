using Eidetic.Abstractions;
using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class OwnBeamsTests
{
    [Fact]
    public void Beams_as_wide_as_the_trie_find_every_identifier_in_the_order_of_its_probability()
    {
        using var collection = new TinyCollection(new LearningOptions()).Stirred();
        using var scope = NewDisposeScope();
        var decoder = collection.Backbone.Decoder;
        decoder.train();

        var found = new OwnBeams(decoder, collection.Table, beams: TinyCollection.Images).Find(Rows(collection, [3, 9]));

        decoder.training.Should().BeTrue("looking must not end learning");
        decoder.eval();
        var loss = new IdentifierLoss(decoder, collection.Table);
        found.Should().HaveCount(2);
        foreach (var (query, image) in new[] { (0, 3L), (1, 9L) })
        {
            var scores = Enumerable.Range(0, TinyCollection.Images)
                .ToDictionary(entry => entry, entry => loss.LogProbabilities(new QuerySides(Rows(collection, [image]), null), [entry])[0].ToDouble());
            scores.Values.Sum(Math.Exp).Should().BeApproximately(1, 1e-4);
            found[query].Should().BeEquivalentTo(Enumerable.Range(0, TinyCollection.Images));
            found[query].Select(entry => scores[entry]).Should().BeInDescendingOrder(Comparer<double>.Create((left, right) => Math.Abs(left - right) < 1e-5 ? 0 : left.CompareTo(right)));
        }
    }

    [Fact]
    public void Identifiers_of_different_length_are_found_and_the_width_is_kept()
    {
        using var collection = new TinyCollection(new LearningOptions()).Stirred();
        using var scope = NewDisposeScope();
        var assignment = TinyCollection.Assignment with { Identifiers = [new(0, [9]), new(1, [2, 4]), new(2, [2, 5]), new(3, [3, 4])] };
        using var table = new IdentifierTable(assignment, images: 4, CPU);
        var loss = new IdentifierLoss(collection.Backbone.Decoder, table);
        var query = Rows(collection, [3]);

        var all = new OwnBeams(collection.Backbone.Decoder, table, beams: 10).Find(query)[0];
        var two = new OwnBeams(collection.Backbone.Decoder, table, beams: 2).Find(query)[0];

        var scores = loss.LogProbabilities(new QuerySides(query.repeat(4, 1), null), [0, 1, 2, 3]).data<float>().ToArray();
        all.Should().Equal(Enumerable.Range(0, 4).OrderByDescending(entry => scores[entry]));
        two.Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    private static Tensor Rows(TinyCollection collection, long[] images) => collection.Queries.Images.index_select(0, tensor(images));
}
