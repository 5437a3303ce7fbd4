using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Encoders;

public class UseLiteEncoderTests(UseLiteFixture ears) : IClassFixture<UseLiteFixture>
{
    [Fact]
    public void It_says_what_it_is()
    {
        ears.Encoder.Name.Should().Be("use");
        ears.Encoder.Dim.Should().Be(512);
        ears.Encoder.Fingerprint.Should().Be("use-d48d80b4d73c9d70d11482f1348f7cd0");
    }

    [Fact]
    public void Texts_encode_alike_alone_and_in_padded_batches()
    {
        var texts = ears.Golden.Select(entry => entry.Text).Concat(["a dog", "two dogs on a beach", ""]).ToArray();

        var together = ears.Encoder.Encode(texts);

        for (var i = 0; i < texts.Length; i++)
            Fixture.LargestDifference(together[i], ears.Encoder.Encode([texts[i]])[0]).Should().BeLessThan(2e-6f, texts[i]);
    }

    [Fact]
    public void Vectors_have_unit_length()
    {
        var vectors = ears.Encoder.Encode(["a dog", "", "日本語", new string('x', 5000)]);

        for (var row = 0; row < vectors.Rows; row++)
            vectors[row].ToArray().Sum(value => (double)value * value).Should().BeApproximately(1, 1e-5);
    }

    [Fact]
    public void Like_sentences_are_nearer_than_unlike_ones()
    {
        var vectors = ears.Encoder.Encode(["Two dogs run across a grassy field", "A pair of puppies race over the lawn", "The price of oil fell"]);

        Fixture.Cosine(vectors[0], vectors[1]).Should().BeGreaterThan(Fixture.Cosine(vectors[0], vectors[2]) + 0.2);
    }

    [Fact]
    public void Only_the_first_128_tokens_are_read()
    {
        var words = string.Join(' ', Enumerable.Repeat("dog", 128));

        var vectors = ears.Encoder.Encode([words, words + " and a cat"]);

        Fixture.LargestDifference(vectors[0], vectors[1]).Should().BeLessThan(1e-6f);
    }

    [Theory]
    [InlineData("two dogs on a beach", 0)]
    [InlineData("", 0)]
    [InlineData("   ", 0)]
    [InlineData("中文 日本語 한국어", 1)]
    [InlineData("hello 😀 world", 0.25)]
    public void The_unknown_share_tells_a_script_it_was_never_shown(string text, double share)
    {
        ears.Encoder.UnknownShare(text).Should().BeApproximately(share, 1e-9);
    }

    [Fact]
    public void No_texts_give_no_vectors()
    {
        ears.Encoder.Encode([]).Rows.Should().Be(0);
    }

    [Fact]
    public void A_missing_vocabulary_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;

        var load = () => UseLiteEncoder.Load(folder);

        load.Should().Throw<CheckpointFormatException>().WithMessage("*use-lite.f16.safetensors*");
        Directory.Delete(folder);
    }

    [Fact]
    public void Another_models_weights_are_refused()
    {
        var folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;
        File.Copy(Path.Combine(ShippedEncoders.UseLiteFolder, "vocab.tsv"), Path.Combine(folder, "vocab.tsv"));
        File.Copy(Path.Combine(ShippedEncoders.MobileNetFolder, "mobilenet-v2.int8.safetensors"), Path.Combine(folder, "use-lite.f16.safetensors"));

        var load = () => UseLiteEncoder.Load(folder);

        load.Should().Throw<CheckpointFormatException>().WithMessage("*missing: embeddings.weight*not expected: classifier*");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Encoding_leaves_no_tensor_behind()
    {
        string[] texts = ["a dog", "two dogs on a beach", ""];
        ears.Encoder.Encode(texts);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        ears.Encoder.Encode(texts);
        UseLiteEncoder.LoadShipped().Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void An_encoder_loaded_within_a_scope_outlives_it()
    {
        UseLiteEncoder encoder;
        using (NewDisposeScope())
            encoder = UseLiteEncoder.LoadShipped();

        using (encoder)
            encoder.Encode(["a dog"]).Values.Should().Equal(ears.Encoder.Encode(["a dog"]).Values);
    }

    [Fact]
    public void Several_threads_get_the_same_vectors()
    {
        var texts = ears.Golden.Select(entry => entry.Text).ToArray();
        var alone = ears.Encoder.Encode(texts);

        Parallel.For(0, 4, _ => Fixture.LargestDifference(ears.Encoder.Encode(texts).Values, alone.Values).Should().BeLessThan(2e-6f));
    }
}
