using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Tokenizers;

public sealed class TokenizerFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    private const string ByteLevel = """
        {
          "added_tokens": [
            {"id": 20, "content": "<|end|>", "special": true, "normalized": false, "lstrip": false, "rstrip": false, "single_word": false},
            {"id": 21, "content": "  ", "special": false, "normalized": true, "lstrip": false, "rstrip": false, "single_word": false}
          ],
          "normalizer": {"type": "NFC"},
          "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": true},
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
          "post_processor": null,
          "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
          "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
            "vocab": {"a": 0, "b": 1, "c": 2, "Ġ": 3, "1": 4, "2": 5, "Ã": 6, "©": 7, "ab": 8, "Ġab": 9, "abc": 10, "Ã©": 11, "cb": 12},
            "merges": ["a b", "Ġ ab", ["c", "b"], "ab c", "Ã ©"]}
        }
        """;

    private const string Llama = """
        {
          "added_tokens": [{"id": 1, "content": "<s>", "special": true, "normalized": false}],
          "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
          "pre_tokenizer": null,
          "decoder": {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
          "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": true, "vocab": VOCABULARY, "merges": ["▁ a", "𝐀 b", "▁a 𝐀b"]}
        }
        """;

    [Theory]
    [InlineData("abc", 10)]
    [InlineData("ab ab", 8, 9)]
    [InlineData("bcb", 1, 12)]
    [InlineData("a12b", 0, 4, 5, 1)]
    [InlineData("e\u0301", 11)]
    [InlineData("ab<|end|>c", 8, 20, 2)]
    [InlineData("a  b", 0, 21, 1)]
    [InlineData("axb", 0, 1)]
    [InlineData("")]
    public void Byte_level_tokens_follow_the_order_of_the_merges(string text, params int[] tokens) => Open(ByteLevel).Encode(text).Should().Equal(tokens);

    [Theory]
    [InlineData("a", 259)]
    [InlineData("a𝐀b", 262)]
    [InlineData("aé", 259, 3 + 0xC3, 3 + 0xA9)]
    [InlineData("a🐱", 259, 3 + 0xF0, 3 + 0x9F, 3 + 0x90, 3 + 0xB1)]
    [InlineData("<s>a a", 1, 259, 259)]
    [InlineData("a\uE000", 259, 3 + 0xEE, 3 + 0x80, 3 + 0x80)]
    public void Llama_tokens_spell_by_bytes_what_the_vocabulary_lacks(string text, params int[] tokens)
    {
        var tokenizer = OpenLlama();

        tokenizer.Encode(text).Should().Equal(tokens);
        tokenizer.Decode(tokens).Should().Be(text.Replace("<s>", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Special_tokens_are_left_out_of_the_text_and_new_ones_are_numbered_after_the_last()
    {
        var tokenizer = Open(ByteLevel).With("<|end|>", "<image>", "<PAD>");

        tokenizer.Count.Should().Be(24);
        tokenizer.Find("<image>").Should().Be(22);
        tokenizer.NameOf(23).Should().Be("<PAD>");
        tokenizer.Encode("ab<image><PAD>é").Should().Equal(8, 22, 23, 11);
        tokenizer.Decode([8, 22, 23, 11, 20, 15, 99]).Should().Be("abé");
    }

    [Fact]
    public void CLIPs_own_tokenizer_gives_the_same_tokens_when_it_is_written_as_a_file()
    {
        File.WriteAllText(_path, ClipAsFile());
        var tokenizer = TokenizerFile.Open(_path);
        var texts = ClipTokenizerTests.Cases().Select(row => (Cleaned: row.Data.Item2, Tokens: row.Data.Item3)).Where(row => !row.Cleaned.Contains('|', StringComparison.Ordinal)).ToList();

        texts.Should().HaveCountGreaterThan(20);
        texts.Should().AllSatisfy(text => tokenizer.Encode(text.Cleaned).Should().Equal(text.Tokens));
        tokenizer.Decode(tokenizer.Encode("a photo of a cat")).Trim().Should().Be("a photo of a cat");
    }

    [Theory]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"WordPiece\"", "*asks for the type 'WordPiece', which is not supported*")]
    [InlineData("{\"type\": \"NFC\"}", "{\"type\": \"Nmt\"}", "*the file.normalizer asks for the type 'Nmt'*")]
    [InlineData("\"Ġ ab\"", "\"Ġ abc\"", "*merge 'Ġ abc' to join two tokens*")]
    [InlineData("\"Ġ ab\"", "7", "*expected a merge to be two tokens, found 7*")]
    [InlineData("\"b\": 1", "\"b\": 0", "*every token once, found 0 as 'a' and 'b'*")]
    [InlineData("\"b\": 1", "\"b\": 999999999", "*expected tokens below 10000000, found 999999999*")]
    [InlineData("\"b\": 1", "\"b\": \"1\"", "*'vocab' in the file.model to be whole numbers*")]
    [InlineData("\"individual_digits\": true", "\"individual_digits\": 1", "*'individual_digits' in the file.pre_tokenizer.pretokenizers[0] to be true or false, found Number*")]
    [InlineData("\"model\"", "\"modell\"", "*expected a 'model', found none*")]
    public void A_file_that_asks_for_something_else_is_refused(string part, string instead, string message)
    {
        ByteLevel.Should().Contain(part);

        FluentActions.Invoking(() => Open(ByteLevel.Replace(part, instead, StringComparison.Ordinal)))
            .Should().Throw<CheckpointFormatException>().WithMessage(message).Which.File.Should().Be(_path);
    }

    [Fact]
    public void Ten_thousand_damaged_files_are_read_or_refused_and_never_crash()
    {
        var random = new Random(1);
        var files = new[] { ByteLevel, LlamaText() }.Select(Encoding.UTF8.GetBytes).ToArray();
        var refused = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = files[round % 2].ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = round % 3 == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:0a\\ \u0001"[random.Next(12)];
            }

            try
            {
                File.WriteAllBytes(_path, bytes);
                TokenizerFile.Open(_path).Encode("ab ab12 é<|end|>");
            }
            catch (CheckpointFormatException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(1_000, 9_999);
    }

    public void Dispose() => File.Delete(_path);

    private PublishedTokenizer Open(string json)
    {
        File.WriteAllText(_path, json);
        return TokenizerFile.Open(_path);
    }

    private PublishedTokenizer OpenLlama() => Open(LlamaText());

    private static string LlamaText()
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        for (var value = 0; value < 256; value++)
        {
            vocabulary[$"<0x{value:X2}>"] = 3 + value;
        }

        foreach (var (name, token) in new[] { ("▁a", 259), ("a", 260), ("▁", 261), ("▁a𝐀b", 262), ("𝐀", 263), ("b", 264), ("𝐀b", 265) })
        {
            vocabulary[name] = token;
        }

        return Llama.Replace("VOCABULARY", vocabulary.ToJsonString(), StringComparison.Ordinal);
    }

    private static string ClipAsFile()
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "tokenizers", "clip", "bpe_simple_vocab_16e6.txt.gz")), CompressionMode.Decompress);
        var merges = new StreamReader(stream).ReadToEnd().Split('\n').Skip(1).Take(48_894).ToArray();
        var clip = ClipTokenizer.OpenShipped();
        return JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["normalizer"] = JsonNode.Parse("""{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "},{"type":"Lowercase"}]}"""),
            ["pre_tokenizer"] = JsonNode.Parse("""
                {"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"},"behavior":"Removed","invert":true},
                {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]}
                """),
            ["decoder"] = JsonNode.Parse("""{"type":"BPEDecoder","suffix":"</w>"}"""),
            ["model"] = new Dictionary<string, object?>
            {
                ["type"] = "BPE",
                ["unk_token"] = "<|endoftext|>",
                ["end_of_word_suffix"] = "</w>",
                ["vocab"] = Enumerable.Range(0, clip.Count).ToDictionary(clip.NameOf),
                ["merges"] = merges,
            },
        });
    }
}
