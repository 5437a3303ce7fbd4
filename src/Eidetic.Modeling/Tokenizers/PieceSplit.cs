using System.Text.RegularExpressions;

namespace Eidetic.Modeling;

/// <summary>Cuts a text at a pattern.</summary>
internal static class PieceSplit
{
    /// <summary>The pieces, in order; none is empty.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pattern">What it is cut at.</param>
    /// <param name="splitting">What becomes of the matches.</param>
    /// <param name="isInverted">Whether what does not match counts as the match.</param>
    public static List<string> Cut(string text, Regex pattern, PieceSplitting splitting, bool isInverted)
    {
        var plane = new PlaneText(text);
        var pieces = new List<string>();
        var last = default(bool?);
        foreach (var (start, end, isMatch) in Spans(plane.Plane, pattern))
        {
            var counts = isMatch != isInverted;
            var joins = splitting switch
            {
                PieceSplitting.MergedWithPrevious => counts && last == false,
                PieceSplitting.MergedWithNext => !counts && last == true,
                PieceSplitting.Contiguous => counts == last,
                _ => false,
            };
            var piece = plane.Between(start, end);
            if (joins)
            {
                pieces[^1] += piece;
            }
            else if (!(counts && splitting == PieceSplitting.Removed))
            {
                pieces.Add(piece);
            }

            last = counts;
        }

        return pieces;
    }

    private static IEnumerable<(int Start, int End, bool IsMatch)> Spans(string text, Regex pattern)
    {
        var place = 0;
        foreach (Match match in pattern.Matches(text))
        {
            if (match.Length == 0)
            {
                continue;
            }

            if (match.Index > place)
            {
                yield return (place, match.Index, false);
            }

            place = match.Index + match.Length;
            yield return (match.Index, place, true);
        }

        if (place < text.Length)
        {
            yield return (place, text.Length, false);
        }
    }
}
