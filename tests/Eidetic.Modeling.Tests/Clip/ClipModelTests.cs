using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling.Tests.Clip;

/// <summary>Against openai/CLIP and transformers' CLIPModel, tensor by tensor; tolerances as published with the values.</summary>
public class ClipModelTests
{
    private const float States = 2e-5f;

    [Fact]
    public void Every_tensor_of_openai_clip_agrees_with_half_precision_weights_and_sizes_read_off_them()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("clip-tiny");
        using var clip = new ClipModel(new ParameterScope(new CheckpointOrigin(fixture.Weights, CPU)), ClipConfig.Derive(fixture.Weights));
        clip.Parameters.RequireAllTaken(fixture.Weights);
        var pixels = fixture.Input("pixel_values");
        var tokens = fixture.Input("text_tokens", ScalarType.Int64);

        var seen = clip.Vision.Embed(pixels);
        fixture.Difference(seen, "visual.ln_pre").Should().BeLessThan(States);
        foreach (var (layer, block) in clip.Vision.Blocks.Index())
        {
            seen = block.Forward(seen, ForwardPass.Answer);
            fixture.Difference(seen, $"visual.resblocks.{layer}").Should().BeLessThan(States);
        }

        var read = clip.Text.Embed(tokens);
        foreach (var (layer, block) in clip.Text.Blocks.Index())
        {
            read = block.Forward(read, ForwardPass.Answer);
            fixture.Difference(read, $"text.resblocks.{layer}").Should().BeLessThan(States);
        }

        var (_, images) = clip.Vision.Forward(pixels, ForwardPass.Answer);
        var (final, _, texts) = clip.Text.Forward(tokens, ForwardPass.Answer);
        var logits = clip.Compare(images, texts);
        clip.Parameters["visual.proj"].dtype.Should().Be(ScalarType.Float16);
        fixture.Difference(clip.Vision.Normalize(seen), "visual.ln_post_cls").Should().BeLessThan(States);
        fixture.Difference(images, "image_features").Should().BeLessThan(States);
        fixture.Difference(final, "text.ln_final").Should().BeLessThan(States);
        fixture.Difference(texts, "text_features").Should().BeLessThan(States);
        fixture.Difference(logits, "logits_per_image").Should().BeLessThan(2e-4f);
        fixture.Difference(logits.t(), "logits_per_text").Should().BeLessThan(2e-4f);
    }

    [Fact]
    public void Every_tensor_of_hugging_faces_clip_agrees()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("clip-hf-tiny");
        using var clip = HuggingFace(fixture);
        var pixels = fixture.Input("pixel_values");
        var tokens = fixture.Input("input_ids");
        // The reference hides pads from each other, which only pads notice: their states mean nothing.
        var isReal = fixture.Input("attention_mask", ScalarType.Float32).unsqueeze(-1);

        var seen = clip.Vision.Embed(pixels);
        fixture.Difference(seen, "vision.hidden_states.0").Should().BeLessThan(States);
        foreach (var (layer, block) in clip.Vision.Blocks.Index())
        {
            seen = block.Forward(seen, ForwardPass.Answer);
            fixture.Difference(seen, $"vision.hidden_states.{layer + 1}").Should().BeLessThan(States);
        }

        var read = clip.Text.Embed(tokens);
        fixture.Difference(read, "text.hidden_states.0").Should().BeLessThan(States);
        foreach (var (layer, block) in clip.Text.Blocks.Index())
        {
            read = block.Forward(read, ForwardPass.Answer);
            fixture.Difference(read, $"text.hidden_states.{layer + 1}", isReal).Should().BeLessThan(States);
        }

        var (_, images) = clip.Vision.Forward(pixels, ForwardPass.Answer);
        var (final, normed, texts) = clip.Text.Forward(tokens, ForwardPass.Answer);
        var logits = clip.Compare(images, texts);
        fixture.Difference(seen, "vision.last_hidden_state").Should().BeLessThan(States);
        fixture.Difference(clip.Vision.Normalize(seen), "vision.pooler_output").Should().BeLessThan(States);
        fixture.Difference(images, "image_features").Should().BeLessThan(States);
        fixture.Difference(functional.normalize(images, p: 2, dim: -1), "image_embeds").Should().BeLessThan(States);
        fixture.Difference(final, "text.last_hidden_state", isReal).Should().BeLessThan(States);
        fixture.Difference(normed, "text.pooler_output").Should().BeLessThan(States);
        fixture.Difference(texts, "text_features").Should().BeLessThan(States);
        fixture.Difference(texts, "text_features_nomask").Should().BeLessThan(States);
        fixture.Difference(functional.normalize(texts, p: 2, dim: -1), "text_embeds").Should().BeLessThan(States);
        fixture.Difference(logits, "logits_per_image").Should().BeLessThan(1e-4f);
        fixture.Difference(logits.t(), "logits_per_text").Should().BeLessThan(1e-4f);
    }

    [Fact]
    public void A_text_has_the_same_vector_however_far_it_is_padded()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("clip-hf-tiny");
        using var clip = HuggingFace(fixture);
        var text = tensor(new long[,] { { 254, 7, 9, 255 } });

        var alone = clip.Text.Forward(text, ForwardPass.Answer).Pooled;
        var padded = clip.Text.Forward(cat([text, full([1, 12], 255, dtype: ScalarType.Int64)], dim: 1), ForwardPass.Answer).Pooled;

        (alone - padded).abs().max().item<float>().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void An_end_token_that_the_config_names_is_pooled_at_its_first_place()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("clip-hf-tiny");
        var options = Options(fixture, "\"eos_token_id\": 2", "\"eos_token_id\": 9");
        using var clip = new ClipModel(new ParameterScope(new HuggingFaceClipOrigin(fixture.Weights, CPU)), options);
        var tokens = tensor(new long[,] { { 254, 7, 9, 255, 9 } });

        var (states, normed, _) = clip.Text.Forward(tokens, ForwardPass.Answer);

        (normed - states[.., 2, ..]).abs().max().item<float>().Should().Be(0);
    }

    [Theory]
    [InlineData("\"hidden_act\": \"quick_gelu\"", "\"hidden_act\": \"relu\"", "*'hidden_act'*'relu'*")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "*'num_attention_heads' to divide 'hidden_size', found 5 and 64*")]
    [InlineData("\"patch_size\": 8", "\"patch_size\": 0", "*'patch_size'*positive*")]
    public void A_config_that_cannot_be_computed_is_refused(string found, string replacement, string message)
    {
        using var fixture = new TowerFixture("clip-hf-tiny");

        var read = () => Options(fixture, found, replacement);

        read.Should().Throw<CheckpointFormatException>().WithMessage(message);
    }

    [Fact]
    public void A_file_of_another_model_is_refused_by_the_tensor_it_lacks()
    {
        using var fixture = new TowerFixture("siglip-tiny");

        var derive = () => ClipConfig.Derive(fixture.Weights);

        derive.Should().Throw<CheckpointFormatException>().WithMessage("*expected the weights of a CLIP with 'visual.conv1.weight'*found none*");
    }

    private static ClipModel HuggingFace(TowerFixture fixture) =>
        new(new ParameterScope(new HuggingFaceClipOrigin(fixture.Weights, CPU)), Options(fixture, "", ""));

    private static ClipOptions Options(TowerFixture fixture, string found, string replacement)
    {
        var path = Path.Combine(fixture.Folder, "config.json");
        var json = File.ReadAllText(path);
        using var document = JsonDocument.Parse(found.Length > 0 ? json.Replace(found, replacement, StringComparison.Ordinal) : json);
        return ClipConfig.Read(document.RootElement, path);
    }
}
