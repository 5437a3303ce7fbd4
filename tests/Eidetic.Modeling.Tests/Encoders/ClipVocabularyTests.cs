using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>A CLIP of 256 tokens with a vocabulary of its own beside it; the segmentations are worked out by hand.</summary>
public sealed class ClipVocabularyTests : IDisposable
{
    private static readonly string[] Merges = ["c a", "ca t</w>"];
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-clip-").FullName;

    public ClipVocabularyTests()
    {
        foreach (var file in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "clip-hf-tiny", file), Path.Combine(_folder, file));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // cat: one token by both merges; dog: no merge, its last letter marked.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_clip_with_its_own_vocabulary_hears_by_it(bool isTokenizerJson)
    {
        Write(isTokenizerJson);
        using var ears = PublishedEncoders.OpenEars(_folder);
        using var scope = NewDisposeScope();
        long[] row = [254, 53, 3, 14, 26 + 6, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        using var borrowed = tensor(row, [1, row.Length]);

        var heard = ears.Encode(["Cat  dog"])[0].ToArray();

        var expected = ears.EncodeTokens(borrowed.clone()).data<float>().ToArray();
        heard.Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-6f);
        heard.Should().NotEqual(ears.Encode(["cat dot"])[0].ToArray());
    }

    [Fact]
    public void A_long_text_loses_its_tail_and_still_ends_with_the_end()
    {
        Write(isTokenizerJson: true);
        var options = new ClipTextOptions
        {
            Vocabulary = 256,
            ContextLength = 4,
            OutputDim = 8,
            EndToken = 255,
            Transformer = new ClipTransformerOptions { Width = 8, Layers = 1, Heads = 1, FeedForward = 8 },
        };

        var tokens = ClipVocabulary.Open([At("tokenizer.json")], options).Tokens("cat cat cat");

        tokens.Should().Equal(254, 53, 53, 255);
    }

    [Fact]
    public void The_fingerprint_of_the_ears_follows_the_vocabulary_and_that_of_the_eyes_does_not()
    {
        var before = Fingerprints();

        Write(isTokenizerJson: false);
        var after = Fingerprints();
        using var ears = PublishedEncoders.OpenEars(_folder);

        after.Eyes.Should().Be(before.Eyes);
        after.Ears.Should().NotBe(before.Ears).And.Be(ears.Fingerprint);
    }

    [Fact]
    public void A_vocabulary_of_more_tokens_than_the_model_is_refused()
    {
        Write(isTokenizerJson: true, Vocabulary(fillers: 201));

        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*at most the 256 tokens*found 257*");
    }

    [Fact]
    public void A_vocabulary_whose_end_is_not_the_models_is_refused()
    {
        var vocabulary = Vocabulary();
        (vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]) = (255, 254);
        Write(isTokenizerJson: true, vocabulary);

        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*<|endoftext|> to be the token 255*found 254*");
    }

    [Theory]
    [InlineData("vocab.json", "{}")]
    [InlineData("merges.txt", "#version: 0.2")]
    public void One_file_of_two_is_refused(string name, string content)
    {
        File.WriteAllText(At(name), content);

        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>().WithMessage($"*vocab.json and merges.txt together, found {name} alone*");
    }

    [Fact]
    public void Numbers_that_leave_a_gap_and_merges_of_three_are_refused()
    {
        Write(isTokenizerJson: false);
        File.WriteAllText(At("merges.txt"), "#version: 0.2\na b c\n");
        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*two tokens a line*a b c*");

        File.WriteAllText(At("vocab.json"), """{ "a": 0, "b": 2 }""");
        FluentActions.Invoking(() => PublishedEncoders.OpenEars(_folder)).Should().Throw<CheckpointFormatException>().WithMessage("*from 0 to 1 once*2 for 'b'*");
    }

    private static Dictionary<string, int> Vocabulary(int fillers = 200)
    {
        var letters = Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString()).ToArray();
        string[] names =
        [
            .. letters, .. letters.Select(letter => letter + "</w>"), "ca", "cat</w>", .. Enumerable.Range(0, fillers).Select(i => $"filler{i}"), "<|startoftext|>", "<|endoftext|>",
        ];
        return names.Select((name, token) => (name, token)).ToDictionary(p => p.name, p => p.token);
    }

    private (string Eyes, string Ears) Fingerprints()
    {
        using var towers = PublishedTowers.Open(_folder);
        return (towers.Eyes.Fingerprint, towers.Ears.Fingerprint);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(bool isTokenizerJson, Dictionary<string, int>? vocabulary = null)
    {
        vocabulary ??= Vocabulary();
        if (!isTokenizerJson)
        {
            File.WriteAllText(At("vocab.json"), JsonSerializer.Serialize(vocabulary));
            File.WriteAllLines(At("merges.txt"), ["#version: 0.2", .. Merges]);
            return;
        }

        File.WriteAllText(At("tokenizer.json"), $$"""
            {
              "added_tokens": [
                { "id": {{vocabulary["<|startoftext|>"]}}, "content": "<|startoftext|>", "special": true, "normalized": false },
                { "id": {{vocabulary["<|endoftext|>"]}}, "content": "<|endoftext|>", "special": true, "normalized": false }
              ],
              "normalizer": { "type": "Sequence", "normalizers": [ { "type": "NFC" }, { "type": "Lowercase" } ] },
              "pre_tokenizer": { "type": "Sequence", "pretokenizers": [
                { "type": "Split", "pattern": { "Regex": "\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+" }, "behavior": "Removed", "invert": true },
                { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true } ] },
              "model": { "type": "BPE", "end_of_word_suffix": "</w>", "vocab": {{JsonSerializer.Serialize(vocabulary)}}, "merges": {{JsonSerializer.Serialize(Merges)}} }
            }
            """);
    }
}
