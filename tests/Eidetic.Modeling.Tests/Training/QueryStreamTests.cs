using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class QueryStreamTests
{
    private static readonly int[] Texts = [0, 4, 40];

    [Fact]
    public void Targets_are_distributions_that_favour_a_texts_own_image_by_the_set_weight()
    {
        using var collection = new TinyCollection(new LearningOptions { OwnImageWeight = 0.6, BlendingShare = 0 });
        using var scope = NewDisposeScope();

        var (queries, ownWeights) = collection.Queries.Texts(Texts, new Random(1));
        var targets = collection.Queries.Targets(queries, Texts, ownWeights);

        targets.sum(1).data<float>().Should().AllSatisfy(s => s.Should().BeApproximately(1, 1e-5f));
        targets[1, 1].ToSingle().Should().BeGreaterThanOrEqualTo(0.6f);
    }

    [Fact]
    public void With_full_weight_the_target_is_the_papers_own_image_alone()
    {
        using var collection = new TinyCollection(new LearningOptions { OwnImageWeight = 1, BlendingShare = 0 });
        using var scope = NewDisposeScope();

        var (queries, ownWeights) = collection.Queries.Texts(Texts, new Random(1));
        var targets = collection.Queries.Targets(queries, Texts, ownWeights);

        targets[2, 13].ToSingle().Should().BeApproximately(1, 1e-6f);
    }

    [Fact]
    public void A_sharper_target_weighs_the_nearest_images_more()
    {
        float Highest(double sharpness)
        {
            using var collection = new TinyCollection(new LearningOptions { OwnImageWeight = 0, TargetSharpness = sharpness, MixingShare = 0, BlendingShare = 0 });
            using var scope = NewDisposeScope();
            manual_seed(3);
            var (queries, ownWeights) = collection.Queries.Texts(Texts, new Random(1));
            return collection.Queries.Targets(queries, Texts, ownWeights).max().ToSingle();
        }

        Highest(sharpness: 3).Should().BeGreaterThan(Highest(sharpness: 1) * 1.2f);
    }

    [Fact]
    public void Mixing_moves_queries_towards_their_image()
    {
        double Closeness(double share)
        {
            using var collection = new TinyCollection(new LearningOptions { MixingShare = share, BlendingShare = 0 });
            using var scope = NewDisposeScope();
            manual_seed(3);
            var (queries, _) = collection.Queries.Texts([.. Enumerable.Range(0, 72)], new Random(1));
            var own = collection.Queries.Images.index_select(0, tensor(Enumerable.Range(0, 72).Select(t => (long)t / 3).ToArray()));
            return (queries * own).sum(1).mean().ToDouble();
        }

        Closeness(share: 1).Should().BeGreaterThan(Closeness(share: 0) + 0.1);
    }

    [Fact]
    public void Queries_are_unit_vectors()
    {
        using var collection = new TinyCollection(new LearningOptions { MixingShare = 1, BlendingShare = 1 });
        using var scope = NewDisposeScope();

        var (queries, _) = collection.Queries.Texts(Texts, new Random(1));

        queries.square().sum(1).data<float>().Should().AllSatisfy(s => s.Should().BeApproximately(1, 1e-5f));
    }

    [Fact]
    public void A_blend_of_two_texts_has_no_image_of_its_own()
    {
        using var collection = new TinyCollection(new LearningOptions { OwnImageWeight = 0.6, BlendingShare = 1, MixingShare = 0 });
        using var plain = new TinyCollection(new LearningOptions { OwnImageWeight = 0.6, BlendingShare = 0, MixingShare = 0 });
        using var scope = NewDisposeScope();
        int[] texts = [.. Enumerable.Range(0, 72)];

        manual_seed(3);
        var (blended, weights) = collection.Queries.Texts(texts, new Random(1));
        manual_seed(3);
        var (heard, plainWeights) = plain.Queries.Texts(texts, new Random(1));

        weights.Should().AllBeEquivalentTo(0f);
        plainWeights.Should().AllBeEquivalentTo(0.6f);
        (blended * heard).sum(1).mean().ToDouble().Should().BeLessThan(0.98);
    }
}
