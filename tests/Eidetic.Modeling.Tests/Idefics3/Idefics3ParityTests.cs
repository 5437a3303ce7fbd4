using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Modeling.Tests.Encoders;
using Eidetic.Modeling.Tests.Mpt;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Idefics3;

public class Idefics3ParityTests
{
    public Idefics3ParityTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData("single")]
    [InlineData("split")]
    [InlineData("batch")]
    public void Every_state_from_pixels_to_logits_is_the_references(string sample)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var reference = new Reference("idefics3-tiny");
        using var model = Load(reference);
        using var seen = See(model, reference, sample);
        var mask = reference.Input($"{sample}.attention_mask");
        var states = new List<Tensor>();

        var final = model.Read(
            new TokenBatch(reference.Input($"{sample}.input_ids"), mask), seen, null, ForwardPass.Answer,
            (_, input) => states.Add(input.clone().DetachFromDisposeScope()));

        reference.Compare(seen.States, $"{sample}.vision.last_hidden_state");
        reference.Compare(model.Connector.Forward(seen.States, ForwardPass.Answer), $"{sample}.connector");
        for (var layer = 0; layer < 3; layer++)
        {
            using var state = states[layer];
            reference.Compare(state, $"{sample}.hidden_states.{layer}", mask: mask);
        }

        reference.Compare(final, $"{sample}.hidden_states.3", mask: mask);
        reference.Compare(model.Score(final), $"{sample}.logits", 1e-4, mask);
    }

    [Theory]
    [InlineData("single", true)]
    [InlineData("single", false)]
    [InlineData("split", true)]
    [InlineData("batch", true)]
    [InlineData("batch", false)]
    public void Greedy_decoding_writes_what_the_reference_writes(string sample, bool hasCache)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var reference = new Reference("idefics3-tiny");
        using var model = Load(reference);
        using var seen = See(model, reference, sample);
        using var cache = model.CreateCache();
        var count = (int)reference.Expected($"{sample}.gen.step_logits").shape[1];

        var (sequences, logits) = Reference.Greedy(
            reference.Input($"{sample}.input_ids"), reference.Input($"{sample}.attention_mask"), count,
            (batch, isFirst) => model.Score(model.Read(batch, isFirst || !hasCache ? seen : null, hasCache ? cache : null, ForwardPass.Answer).select(1, -1)),
            hasCache);

        sequences.data<long>().ToArray().Should().Equal(reference.Expected($"{sample}.gen.sequences").data<long>().ToArray());
        reference.Compare(logits, $"{sample}.gen.step_logits", 1e-4);
    }

    [Fact]
    public void Every_state_of_the_eyes_is_the_references()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var reference = new Reference("idefics3-tiny");
        using var model = Load(reference);

        var states = model.Tower.Embed(reference.Input("single.pixel_values").squeeze(0));

        reference.Compare(states, "single.vision.embeddings");
        foreach (var (layer, block) in model.Tower.Blocks.Index())
        {
            states = block.Forward(states, isVisible: null, ForwardPass.Answer);
            reference.Compare(states, $"single.vision.layers.{layer}");
        }
    }

    [Theory]
    [InlineData("single", true)]
    [InlineData("split", false)]
    [InlineData("batch", true)]
    public void Writing_on_from_pictures_gives_the_references_tokens(string sample, bool keepsCache)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("idefics3-tiny");
        using var model = Load(reference);
        using var seen = See(model, reference, sample);
        using var prompts = new TokenBatch(reference.Input($"{sample}.input_ids"), reference.Input($"{sample}.attention_mask"));
        var (sequences, length) = (reference.Expected($"{sample}.gen.sequences"), prompts.Tokens.shape[1]);
        var options = new GenerationOptions { MaxTokens = (int)(sequences.shape[1] - length), KeepsCache = keepsCache };

        var written = new TokenGenerator(new GreedySampler(), options).Generate(model, prompts, seen);

        written.SelectMany(row => row).Select(token => (long)token).Should()
            .Equal(sequences.narrow(1, length, options.MaxTokens).contiguous().data<long>().ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Squares_of_patches_are_joined_as_the_reference_joins_them(int scale)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("idefics3-tiny");

        reference.Compare(Idefics3Connector.Shuffle(reference.Input("pixel_shuffle.input"), scale), $"pixel_shuffle.x{scale}", 0);
    }

    [Fact]
    public void The_words_around_pictures_are_the_references()
    {
        using var reference = new Reference("idefics3-tiny");
        var cases = Fixture.ReadJson(reference.Folder, "prompt_and_geometry.json").GetProperty("prompt_cases").EnumerateArray().ToArray();

        cases.Should().NotBeEmpty();
        foreach (var entry in cases)
        {
            Idefics3Prompt.Describe(Size(entry, "rows"), Size(entry, "cols"), Size(entry, "image_seq_len")).Should().Be(entry.GetProperty("string").GetString());
        }
    }

    [Fact]
    public void A_prompt_without_a_picture_for_each_place_is_refused()
    {
        var expand = () => Idefics3Prompt.Expand(new PromptText("a <image> and <image>", [new PreparedPicture([], 0, 0)]), 4);

        expand.Should().Throw<ArgumentException>().WithMessage("Expected 2 pictures*got 1*");
    }

    [Fact]
    public void A_reading_with_more_image_tokens_than_vectors_is_refused()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("idefics3-tiny");
        using var model = Load(reference);
        using var seen = See(model, reference, "single");
        var tokens = full([1, 5], model.Config.ImageToken, dtype: ScalarType.Int64);

        var read = () => model.Read(new TokenBatch(tokens, ones_like(tokens)), seen, null, ForwardPass.Answer);

        read.Should().Throw<ArgumentException>().WithMessage("Expected as many image tokens*5 and 4*");
    }

    [Fact]
    public void Gradients_reach_connector_and_language_model_and_not_the_tower()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("idefics3-tiny");
        using var model = Load(reference, new LearningPlan { IsLearned = name => !name.StartsWith("model.vision_model.", StringComparison.Ordinal) });
        using var seen = See(model, reference, "single");
        var tokens = reference.Input("single.input_ids");

        model.Score(model.Read(new TokenBatch(tokens, ones_like(tokens)), seen, null, ForwardPass.Answer)).square().mean().backward();

        foreach (var name in new[] { "model.connector.modality_projection.proj.weight", "model.text_model.layers.0.self_attn.q_proj.weight", "lm_head.weight" })
        {
            model.Parameters[name].grad!.abs().sum().item<float>().Should().BePositive(name);
        }

        model.Parameters.Learned.Should().NotContain(p => p.Key.Contains("vision_model"));
    }

    private static int Size(JsonElement entry, string name) => entry.GetProperty(name).GetInt32();

    private static Idefics3Model Load(Reference reference, LearningPlan? plan = null)
    {
        var config = Idefics3Config.Parse(File.ReadAllText(reference.File("config.json")), "config.json");
        var model = new Idefics3Model(new ParameterScope(new CheckpointOrigin(reference.Weights, CPU), plan), config);
        model.Parameters.RequireAllTaken(reference.Weights);
        return model;
    }

    // The reference fills rows with fewer tiles with zeros, and drops those tiles before it looks.
    private static PictureStates See(Idefics3Model model, Reference reference, string sample)
    {
        var pixels = reference.Input($"{sample}.pixel_values");
        var isReal = pixels.abs().amax([2, 3, 4]).gt(0);                                                   // bool [batch, tiles]
        var tiles = pixels.flatten(0, 1).index_select(0, isReal.reshape(-1).nonzero().reshape(-1));
        return model.See(tiles, [.. isReal.sum(dim: 1).data<long>().Select(count => (int)count)]);
    }
}
