using Eidetic.Abstractions;
using Eidetic.Modeling.Tests.Mpt;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Llama;

public class LlamaParityTests
{
    public LlamaParityTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void Every_state_is_the_references()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        var model = Load(reference);
        var tokens = reference.Input("input_ids");
        var states = new List<Tensor>();

        var final = model.Read(
            model.Embedding.Embed(tokens), ones_like(tokens), null, ForwardPass.Answer, (_, input) => states.Add(input.alias().MoveToOuterDisposeScope()));

        for (var layer = 0; layer < 3; layer++)
            reference.Compare(states[layer], $"hidden_states.{layer}");
        reference.Compare(final, "hidden_states.3");
        reference.Compare(model.Score(final), "logits", 1e-4);
    }

    [Fact]
    public void Every_part_of_the_first_block_is_the_references()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        var block = Load(reference).Blocks[0];
        var input = reference.Expected("hidden_states.0");
        var positions = Positions(19);

        var normed = block.AttentionNorm.Forward(input);
        var attended = block.Attention.Forward(normed, positions, mask: null, cache: null, ForwardPass.Answer);

        reference.Compare(normed, "layers.0.input_layernorm");
        reference.Compare(attended, "layers.0.self_attn");
        reference.Compare(block.Feed(input + attended, ForwardPass.Answer), "layers.0.mlp");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Keys_and_values_are_the_references(int layer)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        var block = Load(reference).Blocks[layer];

        var (_, keys, values) = block.Attention.Project(
            block.AttentionNorm.Forward(reference.Expected($"hidden_states.{layer}")), Positions(19), ForwardPass.Answer);

        reference.Compare(keys, $"kv.{layer}.key");
        reference.Compare(values, $"kv.{layer}.value");
    }

    [Fact]
    public void Angles_of_positions_are_the_references()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");

        var positions = Positions(19);

        reference.Compare(positions.Cosine.squeeze(1), "rope.cos", 1e-6);
        reference.Compare(positions.Sine.squeeze(1), "rope.sin", 1e-6);
    }

    [Fact]
    public void Padding_on_the_left_changes_no_real_token()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        var model = Load(reference);
        var mask = reference.Input("padded.attention_mask");

        var states = model.Read(new TokenBatch(reference.Input("padded.input_ids"), mask), null, ForwardPass.Answer);

        RotaryPositions.Places(mask, 12).data<long>().ToArray().Should().Equal(reference.Input("padded.position_ids").data<long>().ToArray());
        reference.Compare(model.Score(states), "padded.logits", 1e-4, mask);
    }

    [Fact]
    public void Tokens_read_in_pieces_give_what_tokens_read_at_once_give()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        var model = Load(reference);
        using var cache = new DecodingCache(model.Config.Layers);
        var tokens = reference.Input("chunked.input_ids");

        var pieces = new[] { (0, 10), (10, 9), (19, 5) }.Select(piece =>
        {
            var part = tokens.narrow(1, piece.Item1, piece.Item2);
            return model.Score(model.Read(new TokenBatch(part, ones_like(part)), cache, ForwardPass.Answer));
        }).ToArray();

        reference.Compare(cat(pieces, dim: 1), "chunked.logits", 1e-4);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("padded.", true)]
    [InlineData("padded.", false)]
    public void Greedy_decoding_writes_what_the_reference_writes(string prefix, bool hasCache)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        var model = Load(reference);
        using var cache = new DecodingCache(model.Config.Layers);
        var prompt = reference.Input(prefix.Length > 0 ? "padded.input_ids" : "gen.input_ids");
        var mask = prefix.Length > 0 ? reference.Input("padded.attention_mask") : ones_like(prompt);
        var count = (int)reference.Expected($"{prefix}gen.step_logits").shape[1];

        var (sequences, logits) = Reference.Greedy(prompt, mask, count, (batch, _) =>
            model.Score(model.Read(batch, hasCache ? cache : null, ForwardPass.Answer).select(1, -1)), hasCache);

        sequences.data<long>().ToArray().Should().Equal(reference.Expected($"{prefix}gen.sequences").data<long>().ToArray());
        reference.Compare(logits, $"{prefix}gen.step_logits", 1e-4);
    }

    [Theory]
    [InlineData("\"rope_scaling\": {\"factor\": 2}", "*'rope_scaling' to be null*")]
    [InlineData("\"sliding_window\": 4096", "*'sliding_window' to be null, found 4096*")]
    [InlineData("\"model_type\": \"mistral\"", "*'model_type' to be llama, found mistral*")]
    [InlineData("\"partial_rotary_factor\": 0.5", "*'partial_rotary_factor' to be 1, found 0.5*")]
    [InlineData("\"rope_parameters\": {\"rope_type\": \"yarn\"}", "*'rope_type' to be default, found yarn*")]
    [InlineData("\"attention_bias\": true", "*'attention_bias' to be false*")]
    [InlineData("\"hidden_act\": \"gelu\"", "*'hidden_act' to be silu, found gelu*")]
    [InlineData("\"num_key_value_heads\": 3", "*4 heads in groups of 3*")]
    public void A_config_of_what_is_not_computed_here_is_refused_in_one_sentence(string field, string message)
    {
        var parse = () => LlamaConfig.Parse(
            "{\"hidden_size\": 8, \"intermediate_size\": 8, \"num_hidden_layers\": 1, \"num_attention_heads\": 4, \"vocab_size\": 4, " + field + "}", "config.json");

        parse.Should().Throw<CheckpointFormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData("\"rope_theta\": 5000", 5000)]
    [InlineData("\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 7000}", 7000)]
    [InlineData("\"tie_word_embeddings\": true", 10000)]
    public void The_wavelengths_are_found_wherever_a_config_keeps_them(string field, double theta)
    {
        var config = LlamaConfig.Parse(
            "{\"hidden_size\": 8, \"intermediate_size\": 8, \"num_hidden_layers\": 1, \"num_attention_heads\": 4, \"vocab_size\": 4, " + field + "}", "config.json");

        config.RopeTheta.Should().Be(theta);
    }

    private static RotaryPositions Positions(int tokens) => RotaryPositions.Of(arange(tokens).unsqueeze(0), 16, 100_000);

    private static LlamaModel Load(Reference reference)
    {
        var config = LlamaConfig.Parse(File.ReadAllText(reference.File("config.json")), "config.json");
        var scope = new ParameterScope(new CheckpointOrigin(reference.Weights, CPU));
        var model = new LlamaModel(scope.Under("model"), scope.Under("lm_head"), config);
        reference.Keep(model.Parameters);
        model.Parameters.RequireAllTaken(reference.Weights);
        return model;
    }
}
