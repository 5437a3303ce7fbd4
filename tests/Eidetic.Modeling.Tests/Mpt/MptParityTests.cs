using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Mpt;

public class MptParityTests
{
    public MptParityTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void Every_state_of_MosaicGPT_is_the_references()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("mpt-tiny");
        var model = Load(reference);
        using var cache = new DecodingCache(model.Config.Layers);
        var tokens = reference.Input("input_ids");
        var states = new List<Tensor>();

        var final = model.Read(new TokenBatch(tokens, ones_like(tokens)), cache, ForwardPass.Answer, (_, input) =>
        {
            states.Add(input.alias().MoveToOtherDisposeScope(scope));
            return input;
        });

        for (var layer = 0; layer < 3; layer++)
            reference.Compare(states[layer], $"hidden_states.{layer}");
        foreach (var layer in new[] { 0, 2 })
        {
            var (_, keys, values) = model.Blocks[layer].Attention.Project(model.Blocks[layer].AttentionNorm.Forward(states[layer]), ForwardPass.Answer);
            reference.Compare(keys, $"kv.{layer}.key");
            reference.Compare(values, $"kv.{layer}.value");
        }

        var mask = model.AttentionMask(ones_like(tokens), 21);
        reference.Compare(model.Blocks[2].Forward(states[2], mask, null, ForwardPass.Answer), "blocks.last");
        reference.Compare(final, "ln_f");
        reference.Compare(model.Table.Score(final), "logits", 1e-4);
    }

    [Fact]
    public void Every_part_of_the_first_block_is_the_references()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("mpt-tiny");
        var model = Load(reference);
        var block = model.Blocks[0];
        var input = reference.Expected("hidden_states.0");

        var normed = block.AttentionNorm.Forward(input);
        var (queries, keys, _) = block.Attention.Project(normed, ForwardPass.Answer);
        var attended = block.Attention.Forward(normed, model.AttentionMask(ones([2, 21], int64), 21), null, ForwardPass.Answer);

        reference.Compare(normed, "blocks.0.ln_1");
        reference.Compare(queries, "blocks.0.attn.q_ln");
        reference.Compare(keys, "blocks.0.attn.k_ln");
        reference.Compare(attended, "blocks.0.attn");
        reference.Compare(block.Feed(input + attended, ForwardPass.Answer), "blocks.0.mlp");
    }

    [Theory]
    [InlineData("mpt-tiny", "alibi_bias.h4", 4, 64)]
    [InlineData("mpt-tiny", "alibi_bias.h16", 16, 64)]
    [InlineData("mpt-hf-tiny", "alibi.h6", 6, 32)]
    [InlineData("mpt-hf-tiny", "alibi.h16", 16, 32)]
    public void Biases_fall_with_distance_as_the_references_do(string fixture, string name, int heads, int keys)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference(fixture);

        var bias = Alibi.Bias(Alibi.Slopes(heads, maxBias: 8, CPU), keys);

        reference.Compare(bias.reshape(reference.Expected(name).shape), name, 1e-6);
    }

    [Fact]
    public void Every_state_of_Hugging_Faces_Mpt_is_the_references()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("mpt-hf-tiny");
        var model = Load(reference);
        var tokens = reference.Input("input_ids");
        var states = new List<Tensor>();

        var final = model.Read(new TokenBatch(tokens, ones_like(tokens)), null, ForwardPass.Answer, (_, input) =>
        {
            states.Add(input.alias().MoveToOtherDisposeScope(scope));
            return input;
        });

        for (var layer = 0; layer < 3; layer++)
            reference.Compare(states[layer], $"hidden_states.{layer}");
        reference.Compare(final, "hidden_states.3");
        reference.Compare(model.Table.Score(final), "logits", 1e-4);
    }

    [Theory]
    [InlineData("mpt-tiny", "", true)]
    [InlineData("mpt-tiny", "", false)]
    [InlineData("mpt-tiny", "padded.", true)]
    [InlineData("mpt-tiny", "padded.", false)]
    [InlineData("mpt-hf-tiny", "", true)]
    [InlineData("mpt-hf-tiny", "", false)]
    public void Greedy_decoding_writes_what_the_reference_writes(string fixture, string prefix, bool hasCache)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference(fixture);
        var model = Load(reference);
        using var cache = new DecodingCache(model.Config.Layers);
        var prompt = reference.Input(prefix.Length > 0 ? "padded.input_ids" : "gen.input_ids");
        var mask = prefix.Length > 0 ? reference.Input("padded.attention_mask") : ones_like(prompt);
        var count = (int)reference.Expected($"{prefix}gen.step_logits").shape[1];

        var (sequences, logits) = Reference.Greedy(prompt, mask, count, (batch, _) =>
            model.Table.Score(model.Read(batch, hasCache ? cache : null, ForwardPass.Answer).select(1, -1)), hasCache);

        sequences.data<long>().ToArray().Should().Equal(reference.Expected($"{prefix}gen.sequences").data<long>().ToArray());
        reference.Compare(logits, $"{prefix}gen.step_logits", 1e-4);
    }

    [Fact]
    public void Padding_on_the_left_changes_no_real_token()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("mpt-tiny");
        var model = Load(reference);
        var mask = reference.Input("padded.attention_mask");

        var states = model.Read(new TokenBatch(reference.Input("padded.input_ids"), mask), null, ForwardPass.Answer);

        reference.Compare(model.Table.Score(states), "padded.logits", 1e-4, mask);
    }

    [Fact]
    public void A_config_with_biases_is_refused_in_one_sentence()
    {
        var parse = () => MptConfig.Parse("""{"d_model": 8, "n_heads": 2, "n_layers": 1, "vocab_size": 4, "alibi": true, "no_bias": false}""", "config.json");

        parse.Should().Throw<Abstractions.CheckpointFormatException>().WithMessage("*'no_bias' to be true*");
    }

    private static MptModel Load(Reference reference)
    {
        var config = MptConfig.Parse(File.ReadAllText(reference.File("config.json")), "config.json");
        var model = new MptModel(new ParameterScope(new CheckpointOrigin(reference.Weights, CPU)), config);
        reference.Keep(model.Parameters);
        model.Parameters.RequireAllTaken(reference.Weights);
        return model;
    }
}
