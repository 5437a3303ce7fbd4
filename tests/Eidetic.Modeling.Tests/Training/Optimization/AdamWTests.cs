using TorchSharp;
using static TorchSharp.torch;
using AdamW = Eidetic.Training.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace Eidetic.Modeling.Tests;

public sealed class AdamWTests
{
    [Fact]
    public void The_first_step_moves_every_weight_by_the_learning_rate_against_its_gradient()
    {
        using var scope = NewDisposeScope();
        var weight = Weight([1f, -2f]);
        using var optimizer = new AdamW([("w", weight)], weightDecay: 0);

        Step(optimizer, weight, [0.5f, -3f], learningRate: 0.1);

        weight.data<float>().ToArray().Should().Equal([0.9f, -1.9f], (actual, expected) => Math.Abs(actual - expected) < 1e-5);
    }

    [Fact]
    public void Matrices_decay_and_vectors_do_not()
    {
        using var scope = NewDisposeScope();
        var (matrix, vector) = (Weight([[10f]]), Weight([10f]));
        using var optimizer = new AdamW([("m", matrix), ("v", vector)], weightDecay: 0.5);

        Step(optimizer, matrix, [[0f]], learningRate: 0.1, alsoZero: vector);

        matrix.data<float>()[0].Should().BeApproximately(9.5f, 1e-5f);
        vector.data<float>()[0].Should().BeApproximately(10f, 1e-5f);
    }

    [Fact]
    public void A_parameters_own_rate_scales_its_steps()
    {
        using var scope = NewDisposeScope();
        var weight = Weight([1f]);
        using var optimizer = new AdamW([("slow", weight)], weightDecay: 0, name => name == "slow" ? 0.1 : 1);

        Step(optimizer, weight, [2f], learningRate: 0.1);

        weight.data<float>()[0].Should().BeApproximately(0.99f, 1e-5f);
    }

    [Fact]
    public void Frozen_parameters_are_left_out()
    {
        using var scope = NewDisposeScope();
        var frozen = nn.Parameter(ones(2), requires_grad: false);

        using var optimizer = new AdamW([("f", frozen)], weightDecay: 0);

        optimizer.Parameters.Should().BeEmpty();
    }

    [Fact]
    public void The_norm_is_over_all_gradients_together()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Weight([0f]), Weight([0f, 0f]));
        using var optimizer = new AdamW([("a", first), ("b", second)], weightDecay: 0);
        ((first * 3).sum() + (second * tensor(new[] { 0f, 4f })).sum()).backward();

        optimizer.GradientNorm().Should().BeApproximately(5, 1e-5);
    }

    private static Parameter Weight(float[] values) => nn.Parameter(tensor(values));

    private static Parameter Weight(float[][] values) => nn.Parameter(tensor(values.SelectMany(v => v).ToArray(), values.Length, values[0].Length));

    private static void Step(AdamW optimizer, Parameter weight, float[] gradient, double learningRate)
    {
        (weight * tensor(gradient)).sum().backward();
        optimizer.Step(step: 1, learningRate);
    }

    private static void Step(AdamW optimizer, Parameter weight, float[][] gradient, double learningRate, Parameter alsoZero)
    {
        ((weight * gradient[0][0]).sum() + (alsoZero * 0f).sum()).backward();
        optimizer.Step(step: 1, learningRate);
    }
}
