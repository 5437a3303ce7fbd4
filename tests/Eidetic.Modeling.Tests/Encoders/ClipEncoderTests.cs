using Eidetic.Abstractions;
using Eidetic.Modeling.Tests.Clip;
using Eidetic.Modeling.Tests.LanguageModels;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>Eyes and ears from a published folder, against transformers' CLIPModel.</summary>
public sealed class ClipEncoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-clip-").FullName;

    public ClipEncoderTests()
    {
        foreach (var file in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "clip-hf-tiny", file), Path.Combine(_folder, file));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Vectors_are_those_the_reference_compares()
    {
        using var scope = NewDisposeScope();
        using var fixture = new TowerFixture("clip-hf-tiny");
        var (eyes, ears) = PublishedEncoders.Open(_folder, ToyClipTokens.Of);
        using var first = eyes;
        using var second = ears;

        var images = eyes.EncodePixels(fixture.Input("pixel_values"));
        var texts = ears.EncodeTokens(fixture.Input("input_ids"));

        fixture.Difference(images, "image_embeds").Should().BeLessThan(2e-5f);
        fixture.Difference(texts, "text_embeds").Should().BeLessThan(2e-5f);
        PublishedEncoders.SharedLogScale(eyes, ears).Should().NotBeNull();
    }

    [Fact]
    public void Pictures_and_texts_become_unit_vectors_one_by_one_as_together()
    {
        var (eyes, ears) = PublishedEncoders.Open(_folder, ToyClipTokens.Of);
        using var first = eyes;
        using var second = ears;
        var pictures = Enumerable.Range(0, 10).Select(Picture).ToArray();
        var words = Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), 1 + (i % 9))).ToArray();

        var seen = eyes.Encode(pictures);
        var heard = ears.Encode(words);

        Length(seen[9]).Should().BeApproximately(1, 1e-5f);
        eyes.Encode([pictures[9]])[0].ToArray().Zip(seen[9].ToArray(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5f);
        ears.Encode([words[39]])[0].ToArray().Zip(heard[39].ToArray(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5f);
        ears.UnknownShare("ᚠᛇᚻ").Should().Be(0);
    }

    [Fact]
    public void Fingerprints_follow_the_weights_and_the_preparation()
    {
        var before = EyesFingerprint();

        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), """{ "image_mean": [0.5, 0.5, 0.5], "size": { "shortest_edge": 32 }, "resample": 3 }""");

        EyesFingerprint().Should().NotBe(before).And.StartWith("clip-eyes-");
    }

    [Theory]
    [InlineData("""{ "resample": 2 }""", "*'resample' to be 3*")]
    [InlineData("""{ "crop_size": { "height": 224, "width": 224 } }""", "*'crop_size' to be the 32 pixels*224*")]
    [InlineData("""{ "image_std": [1, 1] }""", "*'image_std' to be three positive numbers*")]
    public void A_preparation_that_is_not_computed_here_is_refused(string preparation, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), preparation);

        FluentActions.Invoking(() => PublishedEncoders.OpenEyes(_folder)).Should().Throw<CheckpointFormatException>().WithMessage(message);
    }

    [Fact]
    public void Another_model_and_another_vocabulary_are_refused()
    {
        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*49408*256*");

        File.WriteAllText(Path.Combine(_folder, "config.json"), """{ "model_type": "bert" }""");
        FluentActions.Invoking(() => PublishedEncoders.OpenEyes(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*model_type of clip*bert*");
    }

    [Fact]
    public void Pictures_of_another_size_are_refused()
    {
        using var eyes = PublishedEncoders.OpenEyes(_folder);

        FluentActions.Invoking(() => eyes.Encode([new RgbImage(31, 32, new byte[31 * 32 * 3])])).Should().Throw<ArgumentException>().WithMessage("*32x32*31x32*");
    }

    private static RgbImage Picture(int seed)
    {
        var pixels = new byte[32 * 32 * 3];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(32, 32, pixels);
    }

    private static float Length(Span<float> row) => MathF.Sqrt(row.ToArray().Sum(v => v * v));

    private string EyesFingerprint()
    {
        using var eyes = PublishedEncoders.OpenEyes(_folder);
        return eyes.Fingerprint;
    }
}
