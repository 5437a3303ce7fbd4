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
}
