using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class LayerTests : IDisposable
{
    private readonly DisposeScope _scope;

    public LayerTests()
    {
        TorchRuntime.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_projection_computes_in_the_type_of_its_input_whatever_its_weights_are_kept_in()
    {
        using var parameters = Build(LearningPlan.Frozen, scope => new LinearLayer(scope.Under("up_proj"), 6, 4, hasBias: true), out var layer);
        var input = randn(3, 6);

        var output = layer.Forward(input, ForwardPass.Answer);

        output.dtype.Should().Be(ScalarType.Float32);
        output.allclose(nn.functional.linear(input, parameters["up_proj.weight"], parameters["up_proj.bias"])).Should().BeTrue();
        layer.Forward(input.to(ScalarType.Float64), ForwardPass.Answer).dtype.Should().Be(ScalarType.Float64);
    }

    [Fact]
    public void A_new_adapter_changes_nothing_and_adds_its_low_rank_product_once_it_has_learned()
    {
        var plan = new LearningPlan { Lora = new LoraOptions { Rank = 2, Alpha = 6 } };
        using var parameters = Build(plan, scope => new LinearLayer(scope.Under("q_proj"), 6, 4, hasBias: false), out var layer);
        var input = randn(3, 6);
        var plain = nn.functional.linear(input, parameters["q_proj.weight"]);

        var before = layer.Forward(input, ForwardPass.Answer);
        using (no_grad())
        {
            parameters["q_proj.lora_B.weight"].fill_(0.5);
        }

        var after = layer.Forward(input, ForwardPass.Answer);

        before.allclose(plain).Should().BeTrue();
        var low = nn.functional.linear(nn.functional.linear(input, parameters["q_proj.lora_A.weight"]), parameters["q_proj.lora_B.weight"]);
        after.allclose(plain + 3 * low, rtol: 1e-4, atol: 1e-5).Should().BeTrue("alpha / rank is 3");
    }

    [Fact]
    public void Only_the_projections_named_get_adapters_and_only_those_learn()
    {
        var plan = new LearningPlan { Lora = new LoraOptions { Projections = ["q_proj"] } };
        using var parameters = Build(
            plan, scope => (new LinearLayer(scope.Under("q_proj"), 6, 6, hasBias: false), new LinearLayer(scope.Under("k_proj"), 6, 6, hasBias: false)), out _);

        parameters.Learned.Select(p => p.Key).Should().Equal("q_proj.lora_A.weight", "q_proj.lora_B.weight");
    }

    [Fact]
    public void Dropout_before_an_adapter_acts_while_learning_only()
    {
        var plan = new LearningPlan { Lora = new LoraOptions { Rank = 2, Dropout = 0.5 } };
        using var parameters = Build(plan, scope => new LinearLayer(scope.Under("q_proj"), 64, 4, hasBias: false), out var layer);
        using var noGrad = no_grad();
        parameters["q_proj.lora_B.weight"].fill_(1);
        var input = randn(3, 64);

        var answers = (layer.Forward(input, ForwardPass.Answer), layer.Forward(input, ForwardPass.Answer));
        var learning = layer.Forward(input, new ForwardPass { IsTraining = true });

        answers.Item1.allclose(answers.Item2).Should().BeTrue();
        learning.allclose(answers.Item1).Should().BeFalse();
    }

    [Fact]
    public void Root_mean_square_normalization_follows_its_equation()
    {
        using var parameters = Build(LearningPlan.Frozen, scope => new RmsNormLayer(scope.Under("norm"), 3, 0), out var layer);

        var output = layer.Forward(tensor(new float[] { 1, 2, 2 }).unsqueeze(0));

        output.data<float>().Zip([0.57735f, 1.1547f, 1.1547f]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-4f);
    }

    [Fact]
    public void New_tokens_extend_a_table_below_the_published_ones()
    {
        using var parameters = Build(new LearningPlan { NewTokens = 2 }, scope => new TokenTable(scope.Under("embed"), 5, 3), out var table);

        var vectors = table.Embed(tensor(new long[] { 0, 4, 5, 6 }));
        var logits = table.Score(eye(3));

        table.Count.Should().Be(7);
        vectors[1].allclose(parameters["embed.weight"][4]).Should().BeTrue();
        vectors[3].allclose(parameters["embed.new_tokens"][1]).Should().BeTrue();
        logits.shape.Should().Equal(3, 7);
        logits[.., 5..].allclose(table.ScoreNew(eye(3))).Should().BeTrue();
    }

    [Fact]
    public void New_tokens_learn_and_published_ones_stay()
    {
        using var parameters = Build(new LearningPlan { NewTokens = 2 }, scope => new TokenTable(scope.Under("embed"), 5, 3), out var table);

        table.Embed(tensor(new long[] { 1, 6 })).sum().backward();

        parameters.Learned.Select(p => p.Key).Should().Equal("embed.new_tokens");
        parameters["embed.new_tokens"].grad!.sum(dim: 1).data<float>().Should().Equal(0, 3);
    }

    [Fact]
    public void A_pass_leaves_no_tensor_behind()
    {
        var plan = new LearningPlan { Lora = new LoraOptions(), NewTokens = 2 };
        using var parameters = Build(
            plan,
            scope => (new LinearLayer(scope.Under("q_proj"), 6, 6, hasBias: true), new TokenTable(scope.Under("embed"), 5, 6), new LayerNormLayer(scope.Under("norm"), 6, 1e-5)),
            out var layers);
        var tokens = tensor(new long[] { 1, 6 });
        void Pass()
        {
            using var pass = NewDisposeScope();
            using var noGrad = no_grad();
            layers.Item2.Score(layers.Item3.Forward(layers.Item1.Forward(layers.Item2.Embed(tokens), ForwardPass.Answer)));
        }

        Pass();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Pass();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    private static ModelParameters Build<T>(LearningPlan plan, Func<ParameterScope, T> build, out T built)
    {
        var scope = new ParameterScope(new RandomOrigin(1, CPU, deviation: 0.5), plan);
        built = build(scope);
        return scope.Parameters;
    }
}
