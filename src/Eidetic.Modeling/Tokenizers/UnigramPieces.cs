using System.Text;

namespace Eidetic.Modeling;

/// <summary>
/// Cuts texts by a unigram language model (Kudo 2018, arXiv 1804.10959, §3.2): of all ways to cut, the one whose pieces have the highest sum of
/// scores, by Viterbi. Runs of unknown characters become one token. Immutable and safe to use from several threads.
/// </summary>
internal sealed class UnigramPieces : IPieceTokens
{
    private readonly Dictionary<string, (int Token, double Score)>.AlternateLookup<ReadOnlySpan<char>> _pieces;
    private readonly UnigramOptions _options;
    private readonly int _longest;

    /// <summary>Prepares a vocabulary.</summary>
    /// <param name="pieces">Pieces with their tokens and scores; where one occurs twice, the last counts.</param>
    /// <param name="options">Whose rules are followed.</param>
    public UnigramPieces(IEnumerable<(string Piece, int Token, double Score)> pieces, UnigramOptions options)
    {
        var known = new Dictionary<string, (int, double)>(StringComparer.Ordinal);
        var longest = 1;
        foreach (var (piece, token, score) in pieces)
        {
            known[piece] = (token, score);
            longest = Math.Max(longest, piece.EnumerateRunes().Count());
        }

        (_pieces, _options, _longest) = (known.GetAlternateLookup<ReadOnlySpan<char>>(), options, options.LongestPiece ?? longest);
    }

    /// <inheritdoc />
    public int? Unknown => _options.Unknown;

    /// <inheritdoc />
    public void Encode(string piece, List<int> tokens)
    {
        var text = LoneSurrogates.Replace(piece);
        var starts = CodePointStarts(text);
        var (last, from) = FindBest(text, starts);
        var reversed = new List<int>();
        for (var end = starts.Length - 1; end > 0; end = from[end])
        {
            if (last[end] != _options.Unknown)
            {
                reversed.Add(last[end]);
            }
            else if (_options.ByteTokens is { } bytes)
            {
                reversed.AddRange(Encoding.UTF8.GetBytes(text[starts[from[end]]..starts[end]]).Reverse().Select(value => bytes[value]));
            }
            else if (reversed.Count == 0 || reversed[^1] != _options.Unknown)
            {
                reversed.Add(_options.Unknown);
            }
        }

        reversed.Reverse();
        tokens.AddRange(reversed);
    }

    // For the end of each code point, the best path's last token and where its piece begins.
    private (int[] Last, int[] From) FindBest(string text, int[] starts)
    {
        var points = starts.Length - 1;
        var best = new double[points + 1];
        var last = new int[points + 1];
        var from = new int[points + 1];
        for (var end = 1; end <= points; end++)
        {
            var isSet = false;
            for (var start = Math.Max(0, end - _longest); start < end; start++)
            {
                var isPiece = _pieces.TryGetValue(text.AsSpan(starts[start]..starts[end]), out var piece);
                if (!isPiece && end != start + 1)
                {
                    continue;
                }

                var (token, score) = isPiece ? piece : (_options.Unknown, _options.UnknownScore);
                var value = _options.SumsInSingle ? (float)score + (float)best[start] : score + best[start];
                if (!isSet || value > best[end] || (value == best[end] && _options.PrefersShorterLastPiece))
                {
                    (best[end], last[end], from[end]) = (value, token, start);
                }

                isSet = !(_options.CountsZeroAsUnset && best[end] == 0);
            }
        }

        return (last, from);
    }

    private static int[] CodePointStarts(string text)
    {
        var starts = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i += char.IsHighSurrogate(text[i]) ? 2 : 1)
        {
            starts.Add(i);
        }

        starts.Add(text.Length);
        return [.. starts];
    }
}
