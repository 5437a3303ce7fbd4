using Eidetic.Training;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class SharedSpaceTrainerTests
{
    private static readonly SharedSpaceOptions Quick = new() { Epochs = 1, MinSteps = 300, BatchSize = 24, WarmupSteps = 10 };

    [Fact]
    public void Learning_brings_images_and_their_texts_together()
    {
        using var collection = new TinyCollection(new LearningOptions());
        var trainer = new SharedSpaceTrainer(collection.Set, Quick, CPU);
        var before = trainer.HeldOutRecall(collection.Backbone.Shared, at: 1);

        trainer.Train(collection.Backbone.Shared, _ => { }, CancellationToken.None);

        trainer.HeldOutRecall(collection.Backbone.Shared, at: 1).Should().BeGreaterThan(before + 0.2);
    }

    [Fact]
    public void It_stops_when_held_out_recall_no_longer_improves_and_keeps_the_best()
    {
        using var collection = new TinyCollection(new LearningOptions());
        var looks = new List<TrainingStep>();
        var trainer = new SharedSpaceTrainer(collection.Set, Quick with { MinSteps = 5000, Evaluations = 500, Patience = 3 }, CPU);

        trainer.Train(collection.Backbone.Shared, looks.Add, CancellationToken.None);

        looks.Count.Should().BeLessThan(5000);
        trainer.HeldOutRecall(collection.Backbone.Shared, at: 10).Should().BeApproximately(looks.Max(l => l.HeldOutRecallAt10 ?? 0), 1e-6);
    }

    [Fact]
    public void Without_texts_it_only_standardizes()
    {
        using var collection = new TinyCollection(new LearningOptions());
        var set = collection.Set with { TextFeatures = null, TextImages = [], IsPseudo = [], HeldOut = HeldOutTexts.None };
        var steps = 0;

        new SharedSpaceTrainer(set, Quick, CPU).Train(collection.Backbone.Shared, _ => steps++, CancellationToken.None);

        steps.Should().Be(0);
        collection.Backbone.Shared.state_dict()["image.mean"].abs().sum().item<float>().Should().BeGreaterThan(0);
    }

    [Fact]
    public void A_given_temperature_stays_and_another_is_learned()
    {
        using var collection = new TinyCollection(new LearningOptions());
        using var other = new TinyCollection(new LearningOptions());

        new SharedSpaceTrainer(collection.Set, Quick with { MinSteps = 20, Temperature = 0.2 }, CPU).Train(collection.Backbone.Shared, _ => { }, CancellationToken.None);
        new SharedSpaceTrainer(other.Set, Quick with { MinSteps = 20 }, CPU).Train(other.Backbone.Shared, _ => { }, CancellationToken.None);

        Math.Exp(-collection.Backbone.Shared.LogScale.item<float>()).Should().BeApproximately(0.2, 1e-6);
        Math.Exp(-other.Backbone.Shared.LogScale.item<float>()).Should().NotBeApproximately(0.05, 1e-6);
    }

    [Fact]
    public void Hard_negatives_stand_beside_their_image_and_change_what_is_learned()
    {
        using var scope = NewDisposeScope();
        var options = Quick with { HardNegatives = 2 };
        int[] images = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];
        var batches = new NeighbourBatches(images, batch: 6, options, stage: 1);
        // Twelve places on a circle: the nearest of each are its neighbours there.
        var places = new float[24];
        for (var place = 0; place < 12; place++)
        {
            (places[2 * place], places[2 * place + 1]) = (MathF.Cos(place * MathF.PI / 6), MathF.Sin(place * MathF.PI / 6));
        }

        var before = batches.At(3, new Random(1));
        batches.Look(tensor(places, 12, 2).clone());
        var after = Enumerable.Range(0, 30).Select(step => batches.At(step, new Random(step))).ToArray();

        before.Should().HaveCount(6);
        after.Should().OnlyContain(batch => batch.Length >= 2 && batch.Length <= 6 && batch.Distinct().Count() == batch.Length);
        // Eight neighbours are looked up: never the four that lie opposite, unless another anchor brought them.
        after.Should().Contain(batch => batch.Length == 6);
        Distance(batches.At(0, new Random(0))[0], batches.At(0, new Random(0))[1]).Should().BeLessThanOrEqualTo(4);
        batches.IsLookDue(step: 0, steps: 100).Should().BeFalse();
        batches.IsLookDue(step: 20, steps: 100).Should().BeTrue();

        Learn(options).Should().NotEqual(Learn(Quick));
        Learn(options).Should().Equal(Learn(options));

        static int Distance(int first, int second) => Math.Min(Math.Abs(first - second), 12 - Math.Abs(first - second));
        static float[] Learn(SharedSpaceOptions options)
        {
            using var collection = new TinyCollection(new LearningOptions());
            new SharedSpaceTrainer(collection.Set, options with { MinSteps = 10, BatchSize = 12 }, CPU).Train(collection.Backbone.Shared, _ => { }, CancellationToken.None);
            return collection.Backbone.Shared.state_dict()["image.output.weight"].data<float>().ToArray();
        }
    }
}
