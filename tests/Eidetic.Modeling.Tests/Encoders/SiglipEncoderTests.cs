using System.Text.Json;
using System.Text.Json.Nodes;
using Eidetic.Abstractions;
using Eidetic.Modeling.Tests.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>Eyes and ears from the folder of a tiny SigLIP.</summary>
public sealed class SiglipEncoderTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "siglip-whole-tiny");
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-siglip-").FullName;

    public SiglipEncoderTests()
    {
        foreach (var file in new[] { "config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json" })
        {
            File.Copy(Path.Combine(Fixtures, file), At(file));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Vectors_are_those_that_the_model_compares_at_its_own_temperature()
    {
        using var scope = NewDisposeScope();
        using var fixture = new TowerFixture("siglip-whole-tiny");
        var (eyes, ears) = PublishedEncoders.Open(_folder);
        using var first = eyes;
        using var second = ears;

        var images = eyes.EncodePixels(fixture.Input("pixel_values"));
        var texts = ears.EncodeTokens(fixture.Input("input_ids"));

        fixture.Difference(images, "image_embeds").Should().BeLessThan(2e-5f);
        fixture.Difference(texts, "text_embeds").Should().BeLessThan(2e-5f);
        PublishedEncoders.SharedLogScale(eyes, ears).Should().BeApproximately(Math.Log(10), 1e-6);
        (eyes.Name, ears.Name, eyes.Dim, ears.Dim).Should().Be(("siglip-eyes", "siglip-ears", 32, 32));
    }

    // The first text of the reference's cases that is longer than the context of 16, and a short one.
    [Fact]
    public void Texts_are_ended_and_padded_to_the_context_and_long_ones_lose_their_tail()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures, "tokenizer_cases.json")));
        var all = cases.RootElement.EnumerateArray().Select(entry => (Text: entry.GetProperty("text").GetString()!, Tokens: entry.GetProperty("tokens").EnumerateArray().Select(t => t.GetInt32()).ToArray())).ToArray();
        var (longer, shorter) = (all.First(entry => entry.Tokens.Length > 16), all.First(entry => entry.Tokens.Length == 5));
        var vocabulary = Vocabulary();

        vocabulary.Tokens(longer.Text).Should().Equal([.. longer.Tokens[..15], 1]);
        vocabulary.Tokens(shorter.Text).Should().Equal([.. shorter.Tokens, .. Enumerable.Repeat(1, 11)]);
        vocabulary.Tokens("").Should().AllBeEquivalentTo(1).And.HaveCount(16);
    }

    [Fact]
    public void Pads_are_the_settings_own_and_without_settings_the_end()
    {
        File.WriteAllText(At("tokenizer_config.json"), """{ "pad_token": { "content": "<pad>", "special": true } }""");
        Vocabulary().Tokens("")[^1].Should().Be(0);

        File.Delete(At("tokenizer_config.json"));
        Vocabulary().Tokens("")[^1].Should().Be(1);

        Change("tokenizer.json", root => root["post_processor"] = null);
        Vocabulary().Tokens("face").Should().Equal([57, .. Enumerable.Repeat(1, 15)], "transformers' own tokenizer ends a text where the file adds nothing");
    }

    [Theory]
    [InlineData("red face", 0)]
    [InlineData("猫猫 face", 0.5)]
    [InlineData("猫", 1)]
    [InlineData("", 0)]
    public void What_the_vocabulary_lacks_is_told(string text, double share)
    {
        using var ears = PublishedEncoders.OpenEars(_folder);

        ears.UnknownShare(text).Should().Be(share);
    }

    [Fact]
    public void Pictures_are_squashed_as_the_folder_says_and_become_unit_vectors_one_by_one_as_together()
    {
        using var eyes = PublishedEncoders.OpenEyes(_folder);
        var pictures = Enumerable.Range(0, 10).Select(Picture).ToArray();

        var seen = eyes.Encode(pictures);

        eyes.Preprocessing.Should().Be(new ImagePreprocessing { Size = 16, Fit = ImageFit.Squash, Resampling = ImageResampling.PillowBicubic });
        MathF.Sqrt(seen[9].ToArray().Sum(v => v * v)).Should().BeApproximately(1, 1e-5f);
        eyes.Encode([pictures[9]])[0].ToArray().Zip(seen[9].ToArray(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5f);

        Change("preprocessor_config.json", root => (root["resample"], root["image_mean"]) = (2, new JsonArray(0.1, 0.2, 0.3)));
        using var others = PublishedEncoders.OpenEyes(_folder);
        others.Preprocessing.Resampling.Should().Be(ImageResampling.Bilinear);
        others.Encode([pictures[0]])[0].ToArray().Should().NotEqual(seen[0].ToArray());
        others.Fingerprint.Should().NotBe(eyes.Fingerprint).And.StartWith("siglip-eyes-");
    }

    [Fact]
    public void Fingerprints_follow_the_files_of_their_half()
    {
        var before = Identities();

        Change("tokenizer_config.json", root => root["pad_token"] = "<pad>");
        var after = Identities();
        using var ears = PublishedEncoders.OpenEars(_folder);

        after.Eyes.Should().Be(before.Eyes);
        after.Ears.Should().NotBe(before.Ears).And.Be((ears.Name, ears.Fingerprint));
    }

    [Theory]
    [InlineData("preprocessor_config.json", "resample", "0", "*'resample' to be 3 (bicubic)*found 0*")]
    [InlineData("preprocessor_config.json", "size", """{ "shortest_edge": 16 }""", "*'size' to be the 16 pixels*'shortest_edge'*")]
    [InlineData("preprocessor_config.json", "size", """{ "height": 16, "width": 32 }""", "*'size' to be the 16 pixels*32 for 'width'*")]
    [InlineData("preprocessor_config.json", "do_center_crop", "true", "*'do_center_crop' to be false*")]
    [InlineData("preprocessor_config.json", "do_rescale", "false", "*'do_rescale' to be true*")]
    [InlineData("preprocessor_config.json", "rescale_factor", "1", "*'rescale_factor' to be 1/255, found 1*")]
    [InlineData("tokenizer_config.json", "pad_token", "\"<none>\"", "*expected a token <none>, found none*")]
    [InlineData("tokenizer_config.json", "pad_token", "7", "*'pad_token' to be a token, found 7*")]
    [InlineData("config.json", "text_config", """{ "vocab_size": 400, "max_position_embeddings": 16, "hidden_size": 32, "num_attention_heads": 2, "num_hidden_layers": 2, "intermediate_size": 48 }""", "*at most the 400 tokens*found 461*")]
    [InlineData("config.json", "vision_config", """{ "vision_use_head": false }""", "*'vision_use_head' to be true*")]
    public void What_is_not_computed_here_is_refused(string file, string field, string value, string message)
    {
        Change(file, root => root[field] = JsonNode.Parse(value));

        FluentActions.Invoking(() => PublishedEncoders.Open(_folder)).Should().Throw<CheckpointFormatException>().WithMessage(message);
    }

    [Fact]
    public void A_folder_without_a_vocabulary_has_eyes_and_refuses_ears()
    {
        File.Delete(At("tokenizer.json"));

        using var eyes = PublishedEncoders.OpenEyes(_folder);

        eyes.Dim.Should().Be(32);
        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>()
            .WithMessage("*the vocabulary of the ears in tokenizer.json or spiece.model, found neither*");
    }

    [Fact]
    public void A_spiece_model_does_in_place_of_a_tokenizer_json_and_the_settings_tell_whether_it_lowers()
    {
        File.Delete(At("tokenizer.json"));
        File.Copy(Path.Combine(Fixtures, "..", "siglip-spiece", "spiece.model"), At("spiece.model"));
        using var ears = PublishedEncoders.OpenEars(_folder);

        var lowered = Vocabulary().Tokens("A photo");
        Change("tokenizer_config.json", root => root["do_lower_case"] = false);
        using var others = PublishedEncoders.OpenEars(_folder);

        lowered.Should().Equal([58, 22, 26, 5, 8, 5, .. Enumerable.Repeat(1, 10)]);
        Vocabulary().Tokens("A photo").Should().NotEqual(lowered);
        others.Fingerprint.Should().NotBe(ears.Fingerprint);
        ears.UnknownShare("猫").Should().Be(1);
    }

    [Fact]
    public void Encoding_leaves_no_tensor_behind()
    {
        var (eyes, ears) = PublishedEncoders.Open(_folder);
        using var first = eyes;
        using var second = ears;
        Encode();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Encode();
        PublishedEncoders.OpenEyes(_folder).Dispose();
        PublishedEncoders.OpenEars(_folder).Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);

        void Encode() => (eyes.Encode([Picture(1)]).Rows + ears.Encode(["a face", ""]).Rows).Should().Be(3);
    }

    [Fact]
    public void Halves_of_two_models_share_no_space()
    {
        using var eyes = PublishedEncoders.OpenEyes(_folder);
        var clip = Path.Combine(AppContext.BaseDirectory, "Fixtures", "clip-hf-tiny");
        using var ears = PublishedEncoders.OpenEars(clip, LanguageModels.ToyClipTokens.Of);

        PublishedEncoders.SharedLogScale(eyes, ears).Should().BeNull();
    }

    private static RgbImage Picture(int seed)
    {
        var pixels = new byte[16 * 16 * 3];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(16, 16, pixels);
    }

    private SiglipVocabulary Vocabulary()
    {
        using var folder = CheckpointFolder.Open(_folder);
        var options = SiglipConfig.Read(folder.ReadJson("config.json"), "config.json");
        return SiglipVocabulary.Open(folder, options.Text);
    }

    private ((string Name, string Fingerprint) Eyes, (string Name, string Fingerprint) Ears) Identities()
    {
        using var towers = PublishedTowers.Open(_folder);
        return (towers.Eyes, towers.Ears);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Change(string file, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(File.ReadAllText(At(file)))!.AsObject();
        change(root);
        File.WriteAllText(At(file), root.ToJsonString());
    }
}
