using System.Text;
using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Tokenizers;

/// <summary>Unigram files against Hugging Face's tokenizers, and the search for the best cut against all cuts there are.</summary>
public sealed class UnigramTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "siglip-whole-tiny");
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    private static string Json => File.ReadAllText(Path.Combine(Fixtures, "tokenizer.json"));

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("tokenizer.json", "tokens")]
    [InlineData("tokenizer-with-table.json", "tokensWithTable")]
    public void Every_text_has_the_tokens_of_the_reference(string file, string expected)
    {
        var framed = TokenizerFile.OpenFramed(Path.Combine(Fixtures, file));
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures, "tokenizer_cases.json")));

        cases.RootElement.GetArrayLength().Should().Be(144);
        cases.RootElement.EnumerateArray().Should().AllSatisfy(entry =>
        {
            var text = entry.GetProperty("text").GetString()!;
            int[] tokens = [.. framed.Before!, .. framed.Tokenizer.Encode(text), .. framed.After!];
            tokens.Should().Equal(entry.GetProperty(expected).EnumerateArray().Select(token => token.GetInt32()), text);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_cut_of_a_text_scores_more_than_the_one_that_is_found(int seed)
    {
        var random = new Random(seed);
        var pieces = Enumerable.Range(0, 14).Select(i => (Piece: Letters(random, random.Next(1, 5)), Token: i + 1, Score: -random.Next(1, 8) / 2.0))
            .DistinctBy(piece => piece.Piece).ToArray();
        var cutter = new UnigramPieces(pieces, new UnigramOptions { Unknown = 0, UnknownScore = -13 });
        var names = pieces.ToDictionary(piece => piece.Token, piece => piece.Piece);

        for (var round = 0; round < 200; round++)
        {
            var text = Letters(random, random.Next(1, 9));
            var tokens = new List<int>();
            cutter.Encode(text, tokens);

            // Runs of unknown letters are one token, and each letter of a run costs; what is no piece of the cut is unknown.
            var known = tokens.Where(token => token != 0).ToArray();
            var score = known.Sum(token => pieces.First(piece => piece.Token == token).Score) - (13.0 * (text.Length - known.Sum(token => names[token].Length)));
            score.Should().BeApproximately(Best(text, pieces), 1e-9, text);
        }
    }

    [Fact]
    public void Ties_and_zeros_follow_the_runtime_that_is_asked_for()
    {
        var pieces = new[] { ("a", 1, -1.0), ("b", 2, -1.0), ("ab", 3, -2.0), ("c", 4, 1.0), ("ca", 5, 0.0) };
        var options = new UnigramOptions { Unknown = 0, UnknownScore = -9 };

        Cut(pieces, options, "ab").Should().Equal(3);
        Cut(pieces, options with { PrefersShorterLastPiece = true }, "ab").Should().Equal(1, 2);
        Cut(pieces, options, "ca").Should().Equal(5);
        Cut([.. pieces, ("xa", 6, 0.0), ("x", 7, -5.0)], options with { CountsZeroAsUnset = true }, "xa").Should().Equal(7, 1);
        Cut([.. pieces, ("abab", 6, 9.0)], options with { LongestPiece = 2 }, "abab").Should().Equal(3, 3);
    }

    [Fact]
    public void Characters_that_no_piece_holds_are_spelled_by_bytes_where_the_file_asks_for_it()
    {
        var bytes = string.Concat(Enumerable.Range(0, 256).Select(value => $",[\"<0x{value:X2}>\",-20]"));
        var without = $$"""{ "model": { "type": "Unigram", "unk_id": 0, "vocab": [["<unk>",0],["a",-1]{{bytes}}] } }""";

        Open(without).Encode("a猫🐱a").Should().Equal(1, 0, 1);
        Open(without.Replace("\"unk_id\"", "\"byte_fallback\": true, \"unk_id\"", StringComparison.Ordinal)).Encode("a猫a")
            .Should().Equal(1, 2 + 0xE7, 2 + 0x8C, 2 + 0xAB, 1);
        Open(without).Unknown.Should().Be(0);
    }

    [Theory]
    [InlineData("\"unk_id\":2", "\"unk_id\":null", "*'unk_id' in the file.model to be a whole number*")]
    [InlineData("\"unk_id\":2", "\"unk_id\":461", "*'unk_id' to be one of the 461 pieces*found 461*")]
    [InlineData("[\"</s>\",0.0]", "[\"</s>\",\"0\"]", "*entry of 'vocab' to be a piece and its score*")]
    [InlineData("\"byte_fallback\":false", "\"byte_fallback\":true", "*<0x00> that byte_fallback needs*")]
    [InlineData("\"TemplateProcessing\"", "\"BertProcessing\"", "*the file.post_processor asks for the type 'BertProcessing'*")]
    [InlineData("{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},", "", "*the text once in 'single' of the file.post_processor, found it 0 times*")]
    [InlineData("\"ids\":[1]", "\"ids\":[-1]", "*ids of '</s>' to be whole numbers from 0, found -1*")]
    [InlineData("\"type\":\"Lowercase\"", "\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"", "*'precompiled_charsmap' to be a table of characters in base64*")]
    [InlineData("\"type\":\"Lowercase\"", "\"type\":\"Nmt\"", "*normalizers[0] asks for the type 'Nmt', which is not supported*")]
    public void A_file_that_asks_for_something_else_is_refused(string part, string instead, string message)
    {
        Json.Should().Contain(part);
        File.WriteAllText(_path, Json.Replace(part, instead, StringComparison.Ordinal));

        FluentActions.Invoking(() => TokenizerFile.OpenFramed(_path)).Should().Throw<CheckpointFormatException>().WithMessage(message).Which.File.Should().Be(_path);
    }

    [Fact]
    public void Five_hundred_damaged_files_are_read_or_refused_and_never_crash()
    {
        var random = new Random(1);
        var whole = File.ReadAllBytes(Path.Combine(Fixtures, "tokenizer-with-table.json"));
        var table = Encoding.UTF8.GetString(whole).IndexOf("charsmap", StringComparison.Ordinal);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var bytes = whole.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                // Every other time within the table of characters, whose offsets lead anywhere.
                var place = round % 2 == 0 ? table + random.Next(1_500) : random.Next(bytes.Length);
                bytes[place] = round % 2 == 0 ? (byte)"AB+/xyz059"[random.Next(10)] : (byte)random.Next(256);
            }

            try
            {
                File.WriteAllBytes(_path, bytes);
                TokenizerFile.OpenFramed(_path).Tokenizer.Encode("ＦａｃＥ ①é\u00a0face 猫");
            }
            catch (CheckpointFormatException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(50, 499);
    }

    private static string Letters(Random random, int length) => new([.. Enumerable.Range(0, length).Select(_ => "abcx"[random.Next(4)])]);

    private static double Best(string text, (string Piece, int Token, double Score)[] pieces)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var cuts = pieces.Where(piece => text.StartsWith(piece.Piece, StringComparison.Ordinal)).Select(piece => piece.Score + Best(text[piece.Piece.Length..], pieces)).ToList();
        return pieces.Any(piece => piece.Piece == text[..1]) ? cuts.Max() : cuts.Append(-13 + Best(text[1..], pieces)).Max();
    }

    private static List<int> Cut((string, int, double)[] pieces, UnigramOptions options, string text)
    {
        var tokens = new List<int>();
        new UnigramPieces(pieces, options).Encode(text, tokens);
        return tokens;
    }

    private PublishedTokenizer Open(string json)
    {
        File.WriteAllText(_path, json);
        return TokenizerFile.Open(_path);
    }
}
