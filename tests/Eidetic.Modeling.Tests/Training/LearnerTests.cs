using Eidetic.Abstractions;
using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class LearnerTests : IDisposable
{
    private static readonly LearningOptions Quick = new()
    {
        Epochs = 150,
        MemorizeBatch = 24,
        RetrieveBatch = 48,
        WarmupSteps = 10,
        LearningRate = 3e-3,
        Patience = 1000,
    };

    private readonly string _checkpoint = Path.Combine(Path.GetTempPath(), $"learner-{Guid.NewGuid():N}.safetensors");

    [Fact]
    public void A_tiny_model_memorizes_every_image()
    {
        using var collection = new TinyCollection(Quick);
        using var learner = collection.NewLearner();
        var looks = new List<TrainingStep>();

        learner.Run(_checkpoint, heldOutRecall: null, s => looks.Add(s), CancellationToken.None);

        looks[^1].MemorizeAccuracy.Should().Be(1);
        looks[^1].Loss.Should().BeLessThan(looks[0].Loss);
    }

    [Fact]
    public void A_stopped_run_continues_to_the_same_weights()
    {
        var options = Quick with { Epochs = 12, Evaluations = 3 };
        using var whole = new TinyCollection(options);
        using (var learner = whole.NewLearner())
        {
            learner.Run(_checkpoint, () => 0.5, _ => { }, CancellationToken.None);
        }

        using (var stopped = new TinyCollection(options))
        using (var learner = stopped.NewLearner())
        using (var cancel = new CancellationTokenSource())
        {
            var run = () => learner.Run(_checkpoint, () => 0.5, s => { if (s.Step == 7) { cancel.Cancel(); } }, cancel.Token);
            run.Should().Throw<OperationCanceledException>();
        }

        using var resumed = new TinyCollection(options);
        var steps = new List<int>();
        using (var learner = resumed.NewLearner())
        {
            learner.Resume(_checkpoint);
            learner.Run(_checkpoint, () => 0.5, s => steps.Add(s.Step), CancellationToken.None);
        }

        steps.Should().Equal(8, 9, 10, 11, 12);
        Weights(resumed).Should().Equal(Weights(whole));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_does_not()
    {
        float[] Learn(int seed)
        {
            using var collection = new TinyCollection(Quick with { Epochs = 3, Seed = seed });
            using var learner = collection.NewLearner();
            learner.Run(_checkpoint, null, _ => { }, CancellationToken.None);
            return Weights(collection);
        }

        var (first, again, other) = (Learn(1), Learn(1), Learn(2));

        again.Should().Equal(first);
        other.Should().NotEqual(first);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        using var collection = new TinyCollection(Quick);
        using var optimizer = new AdamW(collection.Backbone.Decoder.named_parameters(), 0);
        LearningCheckpoint.Save(_checkpoint, collection.Backbone.Decoder, optimizer, new LearningState { Step = 3, Fingerprint = "another" });
        using var learner = collection.NewLearner();

        var resume = () => learner.Resume(_checkpoint);

        resume.Should().Throw<CheckpointFormatException>().WithMessage("*this very run*other images*--resume*");
    }

    [Fact]
    public void Learning_that_stopped_to_improve_cools_down_and_ends_early()
    {
        using var collection = new TinyCollection(Quick with { Epochs = 800, Evaluations = 8, Patience = 2 });
        using var learner = collection.NewLearner();
        var steps = new List<TrainingStep>();

        learner.Run(_checkpoint, () => 0, steps.Add, CancellationToken.None);

        steps[^1].Step.Should().BeLessThan(steps[0].TotalSteps);
        steps[^1].Step.Should().Be(steps[^1].TotalSteps);
        steps[^1].MemorizeAccuracy.Should().Be(1);
    }

    [Fact]
    public void Sequential_learning_memorizes_before_it_retrieves()
    {
        float[] AfterFirstHalf(bool sequential)
        {
            using var collection = new TinyCollection(Quick with { Epochs = 4, Sequential = sequential });
            using var learner = collection.NewLearner();
            using var cancel = new CancellationTokenSource();
            var run = () => learner.Run(_checkpoint, null, s => { if (s.Step == 2) { cancel.Cancel(); } }, cancel.Token);
            run.Should().Throw<OperationCanceledException>();
            return collection.Backbone.Decoder.state_dict()["text_prefix.weight"].data<float>().ToArray();
        }

        using var untouched = new TinyCollection(Quick);
        var start = untouched.Backbone.Decoder.state_dict()["text_prefix.weight"].data<float>().ToArray();

        // Without a text in the batch, no gradient reaches the text prefix.
        AfterFirstHalf(sequential: true).Should().Equal(start);
        AfterFirstHalf(sequential: false).Should().NotEqual(start);
    }

    [Fact]
    public void A_time_budget_is_kept_and_the_schedule_fits_itself_to_it()
    {
        using var collection = new TinyCollection(Quick with { TimeBudget = TimeSpan.FromSeconds(1.5) });
        using var learner = collection.NewLearner();
        var last = default(TrainingStep);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        learner.Run(_checkpoint, null, s => last = s, CancellationToken.None);

        last!.Step.Should().Be(last.TotalSteps).And.BeGreaterThanOrEqualTo(25);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Learning_leaves_no_tensor_behind()
    {
        using var collection = new TinyCollection(Quick with { Epochs = 3 });
        void Learn()
        {
            using var learner = collection.NewLearner();
            learner.Run(_checkpoint, null, _ => { }, CancellationToken.None);
        }

        Learn();
        var before = Tensor.TotalCount;

        Learn();

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before, "the collector may free what earlier tests left, and nothing may be added");
    }

    public void Dispose() => File.Delete(_checkpoint);

    private static float[] Weights(TinyCollection collection) =>
        [.. collection.Backbone.Decoder.state_dict().OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.data<float>().ToArray())];
}
