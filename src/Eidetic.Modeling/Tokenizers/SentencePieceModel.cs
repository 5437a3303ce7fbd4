using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>A unigram <c>.model</c> of SentencePiece: pieces with scores, and the table that replaces characters before.</summary>
/// <param name="Names">Pieces by their tokens.</param>
/// <param name="Pieces">Cuts normalized text.</param>
/// <param name="Table">Replaces characters; null for none.</param>
internal sealed record SentencePieceModel(IReadOnlyList<string> Names, UnigramPieces Pieces, CharacterMap? Table)
{
    private const long MaxLength = 64 << 20;
    private const double UnknownPenalty = 10;   // kUnkPenalty in unigram_model.cc

    // sentencepiece_model.proto
    private const int PieceField = 1;
    private const int TrainerField = 2;
    private const int NormalizerField = 3;
    private const int UnigramType = 1;

    private enum Kind
    {
        Normal = 1,
        Unknown = 2,
        Control = 3,
        Unused = 5,
        Byte = 6,
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">It is missing, damaged, or asks for what is not done here.</exception>
    public static SentencePieceModel Open(string path)
    {
        var bytes = ReadBytes(path);
        var pieces = new List<(string Piece, Kind Kind, float Score)>();
        CharacterMap? table = null;
        var spells = false;
        var fields = new ProtobufFields(bytes);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case PieceField:
                    pieces.Add(ReadPiece(path, fields.Bytes));
                    break;
                case TrainerField:
                    spells = ReadTrainer(path, fields.Bytes);
                    break;
                case NormalizerField:
                    table = ReadNormalizer(path, fields.Bytes);
                    break;
            }
        }

        RequireWhole(path, fields);
        return new SentencePieceModel([.. pieces.Select(piece => piece.Piece)], Cutter(path, pieces, spells), table);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= MaxLength ? File.ReadAllBytes(path) : throw Bad(path, $"expected at most {MaxLength} bytes, found {length}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Bad(path, $"it cannot be read ({exception.Message})");
        }
    }

    private static UnigramPieces Cutter(string path, List<(string Piece, Kind Kind, float Score)> pieces, bool spells)
    {
        var normal = pieces.Index().Where(entry => entry.Item.Kind == Kind.Normal).Select(entry => (entry.Item.Piece, Token: entry.Index, Score: (double)entry.Item.Score)).ToArray();
        var unknown = pieces.FindIndex(piece => piece.Kind == Kind.Unknown);
        if (unknown < 0 || normal.Length == 0)
        {
            throw Bad(path, "expected pieces with an unknown one among them, found none");
        }

        return new UnigramPieces(normal, new UnigramOptions
        {
            Unknown = unknown,
            UnknownScore = (float)(normal.Min(piece => piece.Score) - UnknownPenalty),
            SumsInSingle = true,
            ByteTokens = spells ? ByteTokens(path, pieces) : null,
        });
    }

    private static int[] ByteTokens(string path, List<(string Piece, Kind Kind, float Score)> pieces) =>
    [
        .. Enumerable.Range(0, 256).Select(value => pieces.FindIndex(piece => piece.Kind == Kind.Byte && piece.Piece == $"<0x{value:X2}>") is >= 0 and var token
            ? token
            : throw Bad(path, $"expected the piece <0x{value:X2}> that byte_fallback needs")),
    ];

    private static (string, Kind, float) ReadPiece(string path, ReadOnlySpan<byte> bytes)
    {
        var (name, kind, score) = ("", Kind.Normal, 0f);
        var fields = new ProtobufFields(bytes);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    name = Encoding.UTF8.GetString(fields.Bytes);
                    break;
                case 2:
                    score = fields.Single;
                    break;
                case 3:
                    kind = (Kind)(int)Math.Min(fields.Value, int.MaxValue);
                    break;
            }
        }

        RequireWhole(path, fields);
        return Enum.IsDefined(kind) && float.IsFinite(score)
            ? (name, kind, score)
            : throw Bad(path, $"expected no pieces but normal, unknown, control, unused and byte ones with finite scores, found '{name}' of kind {(int)kind} with {score}");
    }

    // Whether bytes spell what no piece holds.
    private static bool ReadTrainer(string path, ReadOnlySpan<byte> bytes)
    {
        var spells = false;
        var fields = new ProtobufFields(bytes);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 3 when fields.Value != UnigramType:
                    throw Bad(path, $"expected a unigram model, found the model_type {fields.Value}");
                case 24 when fields.Value != 0:
                    throw Bad(path, "expected words to begin with a boundary, found treat_whitespace_as_suffix");
                case 35:
                    spells = fields.Value != 0;
                    break;
            }
        }

        RequireWhole(path, fields);
        return spells;
    }

    private static CharacterMap? ReadNormalizer(string path, ReadOnlySpan<byte> bytes)
    {
        CharacterMap? table = null;
        var fields = new ProtobufFields(bytes);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 2 when !fields.Bytes.IsEmpty:
                    table = CharacterMap.Read(fields.Bytes) ?? throw Bad(path, "expected precompiled_charsmap to be a table of characters");
                    break;
                case 4 or 5 when fields.Value == 0:
                    throw Bad(path, "expected single spaces that become boundaries, found that remove_extra_whitespaces or escape_whitespaces is off");
            }
        }

        RequireWhole(path, fields);
        return table;
    }

    private static void RequireWhole(string path, ProtobufFields fields)
    {
        if (fields.IsDamaged)
        {
            throw Bad(path, "expected a SentencePiece model, found other bytes or an end too early");
        }
    }

    private static CheckpointFormatException Bad(string path, string fact) => new(path, $"{path}: {fact}; take the file that belongs to the model.");
}
