using Eidetic.Abstractions;
using Eidetic.Modeling.Tests.Clip;
using Eidetic.Modeling.Tests.LanguageModels;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>Eyes and ears of a CLIP under OpenAI's own names, without a config, against openai/CLIP.</summary>
public sealed class OpenAiClipTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-clip-").FullName;

    public OpenAiClipTests() => File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "clip-tiny", "model.safetensors"), At("model.safetensors"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Vectors_are_those_the_reference_computes()
    {
        using var scope = NewDisposeScope();
        using var fixture = new TowerFixture("clip-tiny");
        var (eyes, ears) = PublishedEncoders.Open(_folder, ToyClipTokens.Of);
        using var first = eyes;
        using var second = ears;

        var images = eyes.EncodePixels(fixture.Input("pixel_values"));
        var texts = ears.EncodeTokens(fixture.Input("text_tokens", ScalarType.Int64));

        (images - nn.functional.normalize(fixture.Expected("image_features"))).abs().max().item<float>().Should().BeLessThan(2e-5f);
        (texts - nn.functional.normalize(fixture.Expected("text_features"))).abs().max().item<float>().Should().BeLessThan(2e-5f);
        PublishedEncoders.SharedLogScale(eyes, ears).Should().BeApproximately(fixture.Weights.LoadFloats("logit_scale")[0], 1e-6);
        eyes.Preprocessing.Should().Be(new ImagePreprocessing { Size = 48, Fit = ImageFit.CenterCrop, Resampling = ImageResampling.PillowBicubic });
    }

    [Fact]
    public void Ears_of_another_vocabulary_than_OpenAIs_need_their_own()
    {
        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*expected ears of 49408 tokens*found 256 and 16*");
    }

    [Fact]
    public void Weights_of_another_layout_without_a_config_are_refused()
    {
        File.WriteAllText(At("open_clip_config.json"), "{}");
        FluentActions.Invoking(() => PublishedEncoders.OpenEyes(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*open_clip's own layout is not read*");

        File.Delete(At("open_clip_config.json"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "clip-hf-tiny", "model.safetensors"), At("model.safetensors"), overwrite: true);
        FluentActions.Invoking(() => PublishedEncoders.OpenEyes(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*Hugging Face's names but no config.json*");

        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "mpt-tiny", "model.safetensors"), At("model.safetensors"), overwrite: true);
        FluentActions.Invoking(() => PublishedEncoders.OpenEyes(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*expected the weights of a CLIP with 'visual.conv1.weight'*");
    }

    private string At(string name) => Path.Combine(_folder, name);
}
