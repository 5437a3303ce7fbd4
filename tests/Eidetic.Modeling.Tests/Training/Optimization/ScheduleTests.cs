using Eidetic.Training;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public void The_learning_rate_warms_up_to_its_peak_and_falls_along_a_cosine()
    {
        var schedule = new LearningRateSchedule(Peak: 2, WarmupSteps: 10, TotalSteps: 110);

        schedule.At(0).Should().BeApproximately(0.2, 1e-9);
        schedule.At(10).Should().BeApproximately(2, 1e-9);
        schedule.At(60).Should().BeApproximately(2 * (0.02 + 0.98 / 2), 1e-9);
        schedule.At(110).Should().BeApproximately(0.04, 1e-9);
    }

    [Fact]
    public void An_epoch_deals_every_example_once_and_steps_may_be_asked_in_any_order()
    {
        var sampler = new EpochSampler(seed: 3, stage: 1, count: 10, batch: 5);

        var (first, second, third) = (sampler.At(0), sampler.At(1), sampler.At(2));

        first.Concat(second).Should().BeEquivalentTo(Enumerable.Range(0, 10));
        third.Should().NotEqual(first);
        new EpochSampler(seed: 3, stage: 1, count: 10, batch: 5).At(2).Should().Equal(third);
        sampler.At(0).Should().Equal(first);
    }

    [Fact]
    public void Averaged_weights_are_shown_and_taken_back()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var layer = nn.Linear(1, 1, hasBias: false);
        layer.weight!.fill_(0);
        using var average = new AveragedWeights(layer, decay: 0.5);

        layer.weight.fill_(8);
        average.Update();
        average.Update();
        average.Show();
        var shown = layer.weight.item<float>();
        average.Hide();

        // Early updates keep less than the decay: 2/11, then 3/12 of what was there.
        shown.Should().BeApproximately(8 * (1 - 2f / 11 * 3f / 12), 1e-4f);
        layer.weight.item<float>().Should().Be(8);
    }
}
