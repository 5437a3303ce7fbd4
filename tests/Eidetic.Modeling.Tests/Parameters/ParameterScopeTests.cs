using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class ParameterScopeTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"parameters-{Guid.NewGuid():N}.safetensors");

    public ParameterScopeTests() => TorchRuntime.EnsureLoaded();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_model_takes_each_parameter_under_its_published_name()
    {
        using var checkpoint = Written(("layers.3.q_proj.weight", ones(4, 6)));
        var scope = new ParameterScope(new CheckpointOrigin(checkpoint, CPU));
        using var parameters = scope.Parameters;

        var weight = scope.Under("layers", 3).Under("q_proj").Take("weight", ParameterStart.Noise, 4, 6);

        weight.sum().ToSingle().Should().Be(24);
        parameters.Names.Should().Equal("layers.3.q_proj.weight");
        parameters.Count.Should().Be(24);
    }

    [Fact]
    public void A_missing_parameter_is_named_with_its_shape()
    {
        using var checkpoint = Written(("a", ones(2)));
        var scope = new ParameterScope(new CheckpointOrigin(checkpoint, CPU));
        using var parameters = scope.Parameters;

        var take = () => scope.Take("b", ParameterStart.Noise, 2, 3);

        take.Should().Throw<CheckpointFormatException>().WithMessage("*no tensor 'b' of ?2, 3?*");
    }

    [Fact]
    public void A_parameter_of_another_shape_is_named_with_both_shapes()
    {
        using var checkpoint = Written(("a", ones(2, 5)));
        var scope = new ParameterScope(new CheckpointOrigin(checkpoint, CPU));
        using var parameters = scope.Parameters;

        var take = () => scope.Take("a", ParameterStart.Noise, 5, 2);

        take.Should().Throw<CheckpointFormatException>().WithMessage("*expected 'a' of ?5, 2?, found ?2, 5?*");
    }

    [Fact]
    public void Tensors_that_no_model_takes_are_named_unless_they_are_known_to_be_of_no_use()
    {
        using var checkpoint = Written(("a", ones(2)), ("extra", ones(1)), ("input_resolution", ones(1)));
        var scope = new ParameterScope(new CheckpointOrigin(checkpoint, CPU));
        using var parameters = scope.Parameters;
        scope.Take("a", ParameterStart.Noise, 2);

        var check = () => parameters.RequireAllTaken(checkpoint, name => name == "input_resolution");

        check.Should().Throw<CheckpointFormatException>().WithMessage("*1 not expected: extra.");
    }

    [Fact]
    public void A_parameter_is_taken_once()
    {
        var scope = new ParameterScope(new RandomOrigin(1, CPU));
        using var parameters = scope.Parameters;
        scope.Take("a", ParameterStart.Ones, 2);

        var again = () => scope.Take("a", ParameterStart.Ones, 2);

        again.Should().Throw<InvalidOperationException>().WithMessage("*'a' was taken twice*");
    }

    [Fact]
    public void Frozen_parameters_keep_their_element_type_and_learned_ones_are_float32_with_gradients()
    {
        using var checkpoint = Written(("head.weight", ones(2).to(ScalarType.BFloat16)), ("body.weight", ones(2).to(ScalarType.BFloat16)));
        var plan = new LearningPlan { IsLearned = name => name.StartsWith("head.", StringComparison.Ordinal) };
        var scope = new ParameterScope(new CheckpointOrigin(checkpoint, CPU), plan);
        using var parameters = scope.Parameters;

        var head = scope.Under("head").Take("weight", ParameterStart.Noise, 2);
        var body = scope.Under("body").Take("weight", ParameterStart.Noise, 2);

        (head.dtype, head.requires_grad).Should().Be((ScalarType.Float32, true));
        (body.dtype, body.requires_grad).Should().Be((ScalarType.BFloat16, false));
        parameters.Learned.Select(p => p.Key).Should().Equal("head.weight");
    }

    [Fact]
    public void Parameters_by_chance_are_the_same_for_a_seed_and_differ_by_name()
    {
        using var disposing = NewDisposeScope();
        Tensor Take(int seed, string name) => new RandomOrigin(seed, CPU).Provide(name, [8], ParameterStart.Noise);

        Take(1, "a").equal(Take(1, "a")).all().ToBoolean().Should().BeTrue();
        Take(1, "a").equal(Take(1, "b")).any().ToBoolean().Should().BeFalse();
        Take(1, "a").equal(Take(2, "a")).any().ToBoolean().Should().BeFalse();
    }

    [Fact]
    public void A_model_without_values_costs_no_memory_and_tells_its_shapes()
    {
        var scope = new ParameterScope(new MetaOrigin(), new LearningPlan { Lora = new LoraOptions { Rank = 4 }, NewTokens = 7 });
        using var parameters = scope.Parameters;

        _ = new LinearLayer(scope.Under("q_proj"), 1_000_000, 1_000_000, hasBias: false);
        _ = new TokenTable(scope.Under("embed"), 1_000_000, 1_000_000);

        parameters.Names.Should().Equal(
            "q_proj.weight", "q_proj.lora_A.weight", "q_proj.lora_B.weight", "embed.weight", "embed.new_tokens");
        parameters["embed.new_tokens"].shape.Should().Equal(7, 1_000_000);
    }

    private SafetensorsFile Written(params (string Name, Tensor Values)[] tensors)
    {
        SafetensorsWriter.Write(_file, tensors.Select(t => KeyValuePair.Create(t.Name, t.Values)), null);
        return SafetensorsFile.Open(_file);
    }
}
