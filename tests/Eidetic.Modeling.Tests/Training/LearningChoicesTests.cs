using Eidetic.Training;

namespace Eidetic.Modeling.Tests;

/// <summary>Each choice of learning changes what is learned, and a run that was stopped still continues to the same weights.</summary>
public sealed class LearningChoicesTests : IDisposable
{
    private static readonly LearningOptions Quick = new() { Epochs = 8, MemorizeBatch = 24, RetrieveBatch = 48, WarmupSteps = 2, LearningRate = 3e-3, RankBatch = 12, RankBeams = 4 };

    private readonly string _checkpoint = Path.Combine(Path.GetTempPath(), $"choices-{Guid.NewGuid():N}.safetensors");

    public static TheoryData<string> Names => ["r-drop", "branch-negatives", "rank-share", "margin", "rank-beams", "rank-batch", "target-sharpness"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_choice_changes_the_weights(string name)
    {
        var (plain, chosen) = Choices(name);

        Learn(chosen).Should().NotEqual(Learn(plain));
    }

    [Theory]
    [InlineData("r-drop")]
    [InlineData("branch-negatives")]
    [InlineData("rank-share")]
    public void A_run_that_was_stopped_continues_to_the_same_weights(string name)
    {
        var (_, options) = Choices(name);
        var whole = Learn(options);
        using (var stopped = new TinyCollection(options))
        using (var learner = stopped.NewLearner())
        using (var cancel = new CancellationTokenSource())
        {
            // Step 6 lies in the ranking stage, which begins after step 4.
            var run = () => learner.Run(_checkpoint, null, s => { if (s.Step == 6) { cancel.Cancel(); } }, cancel.Token);
            run.Should().Throw<OperationCanceledException>();
        }

        using var resumed = new TinyCollection(options);
        using (var learner = resumed.NewLearner())
        {
            learner.Resume(_checkpoint);
            learner.Run(_checkpoint, null, _ => { }, CancellationToken.None);
        }

        Weights(resumed).Should().Equal(whole);
    }

    [Fact]
    public void A_time_budget_is_kept_though_steps_that_rank_take_longer()
    {
        using var collection = new TinyCollection(Quick with { TimeBudget = TimeSpan.FromSeconds(2), RankShare = 0.5, RankBatch = 48, RankBeams = 20 });
        using var learner = collection.NewLearner();
        var last = default(TrainingStep);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        learner.Run(_checkpoint, null, step => last = step, CancellationToken.None);

        last!.Step.Should().Be(last.TotalSteps).And.BeGreaterThanOrEqualTo(25);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Learning_by_every_choice_leaves_no_tensor_behind()
    {
        using var collection = new TinyCollection(Quick with { Epochs = 4, RDrop = 1, BranchNegatives = 2, RankShare = 0.5 });
        void Learn()
        {
            using var learner = collection.NewLearner();
            learner.Run(_checkpoint, null, _ => { }, CancellationToken.None);
        }

        Learn();
        var before = TorchSharp.torch.Tensor.TotalCount;

        Learn();

        TorchSharp.torch.Tensor.TotalCount.Should().BeLessThanOrEqualTo(before, "the collector may free what earlier tests left, and nothing may be added");
    }

    public void Dispose() => File.Delete(_checkpoint);

    private static (LearningOptions Plain, LearningOptions Chosen) Choices(string name) => name switch
    {
        "r-drop" => (Quick, Quick with { RDrop = 1 }),
        "branch-negatives" => (Quick, Quick with { BranchNegatives = 3 }),
        "rank-share" => (Quick, Quick with { RankShare = 0.5 }),
        "margin" => (Quick with { BranchNegatives = 3 }, Quick with { BranchNegatives = 3, Margin = 3 }),
        "rank-beams" => (Quick with { RankShare = 0.5 }, Quick with { RankShare = 0.5, RankBeams = 6 }),
        "rank-batch" => (Quick with { RankShare = 0.5 }, Quick with { RankShare = 0.5, RankBatch = 20 }),
        _ => (Quick, Quick with { TargetSharpness = 4 }),
    };

    private float[] Learn(LearningOptions options)
    {
        using var collection = new TinyCollection(options);
        using var learner = collection.NewLearner();
        learner.Run(_checkpoint, null, _ => { }, CancellationToken.None);
        return Weights(collection);
    }

    private static float[] Weights(TinyCollection collection) =>
        [.. collection.Backbone.Decoder.state_dict().OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.data<float>().ToArray())];
}
