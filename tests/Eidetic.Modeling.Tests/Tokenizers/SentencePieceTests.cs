using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Tokenizers;

/// <summary>SigLIP's <c>spiece.model</c> against SentencePiece.</summary>
public sealed class SentencePieceTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "siglip-spiece");
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.model");

    private static byte[] Whole => File.ReadAllBytes(Path.Combine(Fixtures, "spiece.model"));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Every_text_has_the_tokens_of_the_reference()
    {
        var framed = SiglipSentencePiece.Open(Path.Combine(Fixtures, "spiece.model"), lowers: true);
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures, "cases.json")));

        cases.RootElement.GetArrayLength().Should().Be(148);
        cases.RootElement.EnumerateArray().Should().AllSatisfy(entry =>
        {
            var text = entry.GetProperty("text").GetString()!;
            int[] tokens = [.. framed.Tokenizer.Encode(text), .. framed.After!];
            tokens.Should().Equal(entry.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()), text);
        });
    }

    [Fact]
    public void Tokens_become_text_again()
    {
        var tokenizer = SiglipSentencePiece.Open(Path.Combine(Fixtures, "spiece.model"), lowers: true).Tokenizer;

        tokenizer.Decode([.. tokenizer.Encode("A red heart!"), 1]).Should().Be("a red heart");
    }

    // Fields as in sentencepiece_model.proto: 1 = a piece (2 = its score, 3 = its kind), 2 = how it was learned, 3 = how texts are normalized.
    [Theory]
    [InlineData("*a unigram model, found the model_type 2*", new byte[] { 0x12, 2, 0x18, 2 })]
    [InlineData("*found treat_whitespace_as_suffix*", new byte[] { 0x12, 3, 0xC0, 1, 1 })]
    [InlineData("*<0x00> that byte_fallback needs*", new byte[] { 0x12, 3, 0x98, 2, 1 })]
    [InlineData("*escape_whitespaces is off*", new byte[] { 0x1A, 2, 0x28, 0 })]
    [InlineData("*precompiled_charsmap to be a table*", new byte[] { 0x1A, 3, 0x12, 1, 7 })]
    [InlineData("*found 'a' of kind 4*", new byte[] { 0x0A, 5, 0x0A, 1, (byte)'a', 0x18, 4 })]
    [InlineData("*'a' of kind 1 with NaN*", new byte[] { 0x0A, 8, 0x0A, 1, (byte)'a', 0x15, 0, 0, 0xC0, 0x7F })]
    [InlineData("*an end too early*", new byte[] { 0x0A, 9, 0x0A })]
    [InlineData("*an end too early*", new byte[] { 0x0F })]
    public void A_model_that_asks_for_something_else_is_refused(string message, byte[] more)
    {
        File.WriteAllBytes(_path, [.. Whole, .. more]);

        FluentActions.Invoking(() => SentencePieceModel.Open(_path)).Should().Throw<CheckpointFormatException>().WithMessage(message).Which.File.Should().Be(_path);
    }

    [Fact]
    public void A_model_without_an_unknown_piece_or_without_an_end_is_refused()
    {
        File.WriteAllBytes(_path, [0x0A, 3, 0x0A, 1, (byte)'a']);
        FluentActions.Invoking(() => SentencePieceModel.Open(_path)).Should().Throw<CheckpointFormatException>().WithMessage("*an unknown one among them*");

        File.WriteAllBytes(_path, [0x0A, 3, 0x0A, 1, (byte)'a', 0x0A, 5, 0x0A, 1, (byte)'b', 0x18, 2]);
        FluentActions.Invoking(() => SiglipSentencePiece.Open(_path, lowers: true)).Should().Throw<CheckpointFormatException>().WithMessage("*expected a piece </s>, found none*");

        File.Delete(_path);
        FluentActions.Invoking(() => SentencePieceModel.Open(_path)).Should().Throw<CheckpointFormatException>().WithMessage("*it cannot be read*");
    }

    [Fact]
    public void Two_thousand_damaged_models_are_read_or_refused_and_never_crash()
    {
        var random = new Random(1);
        var whole = Whole;
        var refused = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = whole[..(round % 4 == 0 ? random.Next(whole.Length) : whole.Length)];
            for (var change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                File.WriteAllBytes(_path, bytes);
                SiglipSentencePiece.Open(_path, lowers: true).Tokenizer.Encode("ＦａｃＥ ①é\u00a0face 猫aaa");
            }
            catch (CheckpointFormatException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(400, 1_999);
    }
}
