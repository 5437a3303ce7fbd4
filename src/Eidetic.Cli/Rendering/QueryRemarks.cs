using System.Globalization;
using Eidetic.Abstractions;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Says where the answers rest on little: a query that is cut, or whose words the text encoder does not know.</summary>
internal static class QueryRemarks
{
    /// <summary>The longest text the ears take, in tokens; a word is at least one.</summary>
    private const int LongestQuery = 128;

    private const double MuchUnknown = 0.5;
    private const int ShownLetters = 60;

    public static void Write(IAnsiConsole console, IReadOnlyList<RecallResult> results)
    {
        foreach (var (query, unknown) in results.Select(result => (result.Query.Text, result.UnknownShare)))
        {
            if (query is null)
                continue;

            var words = CountWords(query);
            if (words > LongestQuery)
            {
                Remarks.Note(
                    console, $"{Name(query)} has {Display.Count(words)} words; only the first {LongestQuery} tokens or so were read");
            }

            if (unknown >= MuchUnknown)
            {
                Remarks.Note(
                    console,
                    $"{Name(query)} is {Display.Percent(unknown.Value)} words the text encoder does not know; take its answers as guesses");
            }
        }
    }

    private static int CountWords(string text) =>
        text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Name(string query)
    {
        var line = Remarks.OnOneLine(query);
        var letters = new StringInfo(line);
        return letters.LengthInTextElements <= ShownLetters ? $"'{line}'" : $"'{letters.SubstringByTextElements(0, ShownLetters)}…'";
    }
}
