using System.Text.Json;

namespace Eidetic.Modeling;

/// <summary>Reads the unigram <c>model</c> of a <c>tokenizer.json</c>, and follows Hugging Face's rules for it.</summary>
internal static class UnigramModel
{
    // K_UNK_PENALTY in huggingface/tokenizers, unigram/model.rs, as in SentencePiece.
    private const double UnknownPenalty = 10;

    /// <summary>The vocabulary and what cuts by it; where a piece occurs twice, its last place is its token.</summary>
    public static (Dictionary<string, int> Vocabulary, UnigramPieces Pieces) Read(TokenizerFields model)
    {
        var pieces = model.Items("vocab").Select((item, token) => Piece(model, item, token)).ToArray();
        var unknown = model.Number("unk_id");
        if (unknown >= pieces.Length)
        {
            throw model.Bad($"expected 'unk_id' to be one of the {pieces.Length} pieces of 'vocab', found {unknown}");
        }

        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (piece, token, _) in pieces)
        {
            vocabulary[piece] = token;
        }

        return (vocabulary, new UnigramPieces(pieces, new UnigramOptions
        {
            Unknown = unknown,
            UnknownScore = pieces.Min(piece => piece.Score) - UnknownPenalty,
            ByteTokens = model.Flag("byte_fallback", otherwise: false) ? ByteTokens(model, vocabulary) : null,
        }));
    }

    private static (string Piece, int Token, double Score) Piece(TokenizerFields model, JsonElement item, int token) =>
        item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2 && item[0].ValueKind == JsonValueKind.String
        && item[1].ValueKind == JsonValueKind.Number && double.IsFinite(item[1].GetDouble())
            ? (item[0].GetString()!, token, item[1].GetDouble())
            : throw model.Bad($"expected each entry of 'vocab' to be a piece and its score, found {item.GetRawText()}");

    private static int[] ByteTokens(TokenizerFields model, Dictionary<string, int> vocabulary) =>
    [
        .. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetValue($"<0x{value:X2}>", out var token)
            ? token
            : throw model.Bad($"expected the token <0x{value:X2}> that byte_fallback needs in the vocabulary")),
    ];
}
