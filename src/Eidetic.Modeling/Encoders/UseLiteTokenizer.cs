using System.Globalization;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// The unigram SentencePiece tokenizer of Universal Sentence Encoder Lite, as its reference runtime computes it: Viterbi over piece
/// scores, an unknown character costs nothing, on ties the shorter last piece wins, a score of exactly zero counts as unset, and runs of
/// unknown characters become one token. Immutable and safe to use from several threads.
/// </summary>
internal sealed class UseLiteTokenizer
{
    /// <summary>The token of characters that no piece holds.</summary>
    public const int Unknown = 0;

    private const int Reserved = 6;
    private const int LongestPiece = 16;
    private const char Space = '\u2581';

    private readonly UnigramPieces _pieces;

    private UseLiteTokenizer(IReadOnlyList<(string Piece, int Token, double Score)> pieces, int count)
    {
        _pieces = new UnigramPieces(pieces, new UnigramOptions
        {
            Unknown = Unknown,
            UnknownScore = 0,
            LongestPiece = LongestPiece,
            PrefersShorterLastPiece = true,
            CountsZeroAsUnset = true,
        });
        Count = count;
        SpaceToken = pieces.Where(entry => entry.Piece == Space.ToString()).Select(entry => entry.Token).DefaultIfEmpty(-1).Last();
    }

    /// <summary>Whether this process can compose characters beyond ASCII. Without ICU (invariant globalization) it cannot, and tokens may differ.</summary>
    public static bool NormalizesUnicode { get; } = "\uFF21\u2460".Normalize(NormalizationForm.FormKC) == "A1";

    /// <summary>The token of a lone word boundary; it says nothing of what a text means.</summary>
    public int SpaceToken { get; }

    /// <summary>Number of tokens.</summary>
    public int Count { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">Lines <c>piece TAB score</c>; a line's 0-based number is its token, and the first six are reserved.</param>
    /// <exception cref="CheckpointFormatException">A line is not of this form.</exception>
    public static UseLiteTokenizer Load(string path)
    {
        var lines = File.ReadAllText(path).Split('\n'); // Pieces may be any character but these two: nothing is trimmed.
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var pieces = new List<(string, int, double)>(count);
        for (var token = 0; token < count; token++)
        {
            var tab = lines[token].IndexOf('\t');
            if (tab < 1 || !double.TryParse(lines[token].AsSpan(tab + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var score))
                throw new CheckpointFormatException(path, $"{path}:{token + 1}: expected a piece, a tab and a score, found '{lines[token]}'.");
            if (token >= Reserved)
                pieces.Add((lines[token][..tab], token, score));
        }

        return new UseLiteTokenizer(pieces, count);
    }

    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="text">Any Unicode text; lone surrogates count as U+FFFD.</param>
    /// <returns>All tokens, none for an empty text.</returns>
    public List<int> Tokenize(string text)
    {
        var normalized = Normalize(text);
        var tokens = new List<int>();
        if (normalized.Length > 0)
            _pieces.Encode(Space + normalized.Replace(' ', Space), tokens);
        return tokens;
    }

    private static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
            return text;

        var whole = LoneSurrogates.Replace(text);
        return whole.Normalize(NormalizationForm.FormKC);
    }
}
