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

    private readonly Dictionary<string, (int Token, double Score)> _pieces;
    private readonly Dictionary<string, (int Token, double Score)>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int[] _lengths;

    private UseLiteTokenizer(Dictionary<string, (int Token, double Score)> pieces, int count)
    {
        _pieces = pieces;
        _lookup = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = new int[count];
        _lengths[Unknown] = 1;
        foreach (var (piece, (token, _)) in pieces)
            _lengths[token] = piece.Length; // No piece has a code point above U+FFFF.
        SpaceToken = pieces.TryGetValue(Space.ToString(), out var space) ? space.Token : -1;
    }

    /// <summary>Whether this process can compose characters beyond ASCII. Without ICU (invariant globalization) it cannot, and tokens may differ.</summary>
    public static bool NormalizesUnicode { get; } = "\uFF21\u2460".Normalize(NormalizationForm.FormKC) == "A1";

    /// <summary>The token of a lone word boundary; it says nothing of what a text means.</summary>
    public int SpaceToken { get; }

    /// <summary>Number of tokens.</summary>
    public int Count => _lengths.Length;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">Lines <c>piece TAB score</c>; a line's 0-based number is its token, and the first six are reserved.</param>
    /// <exception cref="CheckpointFormatException">A line is not of this form.</exception>
    public static UseLiteTokenizer Load(string path)
    {
        var lines = File.ReadAllText(path).Split('\n'); // Pieces may be any character but these two: nothing is trimmed.
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var pieces = new Dictionary<string, (int, double)>(count, StringComparer.Ordinal);
        for (var token = 0; token < count; token++)
        {
            var tab = lines[token].IndexOf('\t');
            if (tab < 1 || !double.TryParse(lines[token].AsSpan(tab + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var score))
                throw new CheckpointFormatException(path, $"{path}:{token + 1}: expected a piece, a tab and a score, found '{lines[token]}'.");
            if (token >= Reserved)
                pieces[lines[token][..tab]] = (token, score); // A piece that occurs twice: the last wins.
        }

        return new UseLiteTokenizer(pieces, count);
    }

    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="text">Any Unicode text; lone surrogates count as U+FFFD.</param>
    /// <returns>All tokens, none for an empty text.</returns>
    public List<int> Tokenize(string text)
    {
        var normalized = Normalize(text);
        return normalized.Length == 0 ? [] : Backtrack(Segment(Space + normalized.Replace(' ', Space)));
    }

    private static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
            return text;

        var whole = LoneSurrogates.Replace(text);
        return whole.Normalize(NormalizationForm.FormKC);
    }

    /// <summary>For each code point's end: the token of the best path's last piece.</summary>
    private int[] Segment(string text)
    {
        var starts = CodePointStarts(text); // [points + 1]
        var points = starts.Length - 1;
        var best = new double[points + 1];
        var word = new int[points + 1];
        for (var end = 1; end <= points; end++)
        {
            for (var start = Math.Max(0, end - LongestPiece); start < end; start++)
            {
                var isPiece = _lookup.TryGetValue(text.AsSpan(starts[start]..starts[end]), out var piece);
                if (!isPiece && end != start + 1)
                    continue;

                var (token, score) = isPiece ? piece : (Unknown, 0);
                var value = score + best[start];
                if (best[end] == 0 || value >= best[end])
                    (best[end], word[end]) = (value, token);
            }
        }

        return word;
    }

    private List<int> Backtrack(int[] word)
    {
        var tokens = new List<int>();
        for (var end = word.Length - 1; end > 0; end -= _lengths[word[end]])
        {
            if (word[end] != Unknown || tokens.Count == 0 || tokens[^1] != Unknown)
                tokens.Add(word[end]);
        }

        tokens.Reverse();
        return tokens;
    }

    private static int[] CodePointStarts(string text)
    {
        var starts = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) ? 2 : 1)
            starts.Add(i);
        starts.Add(text.Length);
        return [.. starts];
    }
}
