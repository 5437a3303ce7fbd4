using Eidetic.Modeling.Tests.Mpt;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.OpenFlamingo;

public class OpenFlamingoParityTests
{
    public OpenFlamingoParityTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData("open-flamingo-tiny")]
    [InlineData("open-flamingo-tiny-every2")]
    public void Every_state_is_the_references(string fixture)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference(fixture);
        using var model = Load(reference);
        var (tokens, mask) = (reference.Input("lang_x"), reference.Input("attention_mask"));
        using var seen = See(model, reference.Input("vision_x"));
        var media = model.Perceive(seen, ForwardPass.Answer);
        var pictureOfToken = tokens.eq(126).to(int64).cumsum(1);
        var bias = model.Language.AttentionMask(mask, tokens.shape[1]);

        var states = model.Language.Table.Embed(tokens);
        for (var layer = 0; layer < model.Gates.Count; layer++)
        {
            if (model.Gates[layer] is { } gate)
            {
                reference.Compare(gate.Attend(states, media, pictureOfToken, ForwardPass.Answer), $"blocks.{layer}.gated_cross_attn.attn", mask: mask);
                states = gate.Forward(states, media, pictureOfToken, ForwardPass.Answer);
                reference.Compare(states, $"blocks.{layer}.gated_cross_attn", mask: mask);
            }

            states = model.Language.Blocks[layer].Forward(states, bias, null, ForwardPass.Answer);
            reference.Compare(states, $"blocks.{layer}", mask: mask);
        }

        var read = model.Read(new TokenBatch(tokens, mask), seen, null, ForwardPass.Answer);
        reference.Compare(model.Score(read), "logits", 1e-4, mask);
    }

    [Theory]
    [InlineData("open-flamingo-tiny")]
    [InlineData("open-flamingo-tiny-every2")]
    public void Eyes_and_resampler_see_what_the_reference_sees(string fixture)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference(fixture);
        using var model = Load(reference);
        var pixels = reference.Input("vision_x").flatten(0, 2);
        var (patches, pooled) = model.Tower.Forward(pixels, ForwardPass.Answer);
        var latents = model.Resampler.Start(patches);

        reference.Compare(model.Tower.Embed(pixels), "vision.ln_pre");
        reference.Compare(patches, "vision.tokens");
        reference.Compare(pooled, "vision.pooled");
        for (var layer = 0; layer < model.Resampler.Layers.Count; layer++)
        {
            var (attention, feed) = model.Resampler.Layers[layer];
            var attended = attention.Forward(patches, latents, ForwardPass.Answer);
            reference.Compare(attended.view(3, 2, 64, 32), $"perceiver.layers.{layer}.attn");
            latents = latents + attended;
            var fed = feed.Forward(latents, ForwardPass.Answer);
            reference.Compare(fed.view(3, 2, 64, 32), $"perceiver.layers.{layer}.ff");
            latents = latents + fed;
        }

        using var seen = See(model, reference.Input("vision_x"));
        reference.Compare(model.Perceive(seen, ForwardPass.Answer), "perceiver");
    }

    [Theory]
    [InlineData("open-flamingo-tiny")]
    [InlineData("open-flamingo-tiny-every2")]
    public void Greedy_decoding_with_a_cache_writes_what_the_reference_writes(string fixture)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference(fixture);
        using var model = Load(reference);
        using var cache = model.CreateCache();
        using var seen = See(model, reference.Input("vision_x").narrow(0, 0, 2));
        var (prompt, mask) = (reference.Input("lang_x").narrow(0, 0, 2), reference.Input("attention_mask").narrow(0, 0, 2));

        var (sequences, logits) = Reference.Greedy(prompt, mask, count: 12, (batch, isFirst) =>
            model.Score(model.Read(batch, isFirst ? seen : null, cache, ForwardPass.Answer).select(1, -1)), hasCache: true);

        sequences.data<long>().ToArray().Should().Equal(reference.Expected("gen.sequences").data<long>().ToArray());
        reference.Compare(logits, "gen.step_logits", 1e-4);
    }

    [Fact]
    public void Text_after_remembered_pictures_attends_to_the_last()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("open-flamingo-tiny");
        using var model = Load(reference);
        using var cache = model.CreateCache();
        using var seen = See(model, reference.Input("vision_x").narrow(0, 0, 1));
        var tokens = reference.Input("cached_media.lang_x");

        model.Remember(seen, cache);
        var states = model.Read(new TokenBatch(tokens, ones_like(tokens)), null, cache, ForwardPass.Answer);

        reference.Compare(model.Score(states), "cached_media.logits", 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_reach_everything_learned_and_never_the_eyes(bool hasAdapters)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("open-flamingo-tiny");
        var plan = hasAdapters
            ? new LearningPlan { Lora = new LoraOptions { Rank = 2, Projections = ["Wqkv", "mlp_up", "to_q", "to_kv", "to_out"] }, NewTokens = 3 }
            : new LearningPlan { IsLearned = name => !name.StartsWith("vision_encoder.", StringComparison.Ordinal) };
        using var model = Load(reference, plan);
        using var seen = See(model, reference.Input("vision_x"));
        using var tokens = new TokenBatch(reference.Input("lang_x"), reference.Input("attention_mask"));

        var states = model.Read(tokens, seen, null, new ForwardPass { IsTraining = true });
        (model.Score(states) * tokens.Mask.unsqueeze(-1)).square().mean().backward();

        var learned = model.Parameters.Learned.ToDictionary(entry => entry.Key, entry => entry.Value);
        learned.Keys.Should().NotContain(name => name.StartsWith("vision_encoder.", StringComparison.Ordinal));
        learned.Keys.Should().Contain(name => name.StartsWith("perceiver.", StringComparison.Ordinal))
            .And.Contain(name => name.Contains("gated_cross_attn_layer", StringComparison.Ordinal))
            .And.Contain(name => name.Contains("decoder_layer", StringComparison.Ordinal));
        var untouched = learned.Where(entry => !entry.Key.Contains("lora_A", StringComparison.Ordinal) && !HasGradient(entry.Value));
        untouched.Select(entry => entry.Key).Should().BeEmpty();
    }

    private static bool HasGradient(Tensor parameter) => parameter.grad is { } gradient && gradient.abs().max().item<float>() > 0;

    private static PictureStates See(OpenFlamingoModel model, Tensor pixels) =>
        model.See(pixels.flatten(0, 2), [.. Enumerable.Repeat(2, (int)pixels.shape[0])]);

    private static OpenFlamingoModel Load(Reference reference, LearningPlan? plan = null)
    {
        var config = FlamingoConfig.Parse(File.ReadAllText(reference.File("config.json")), "config.json");
        var model = new OpenFlamingoModel(new ParameterScope(new CheckpointOrigin(reference.Weights, CPU), plan), config);
        reference.Keep(model.Parameters);
        model.Parameters.RequireAllTaken(reference.Weights);
        return model;
    }
}
