namespace Eidetic;

/// <summary>A query and what is left of it when one word is left out, for every word that is tried.</summary>
internal static class LeftOutWords
{
    /// <summary>Most words of a query that are tried; each is one more query to the model.</summary>
    public const int Most = 32;

    /// <summary>
    /// The words to try, each with the query without it: the first <see cref="Most"/> that are no function words, or the first of all where
    /// there are only such. None where nothing would be left of the query.
    /// </summary>
    public static IReadOnlyList<(TextWord Word, string Remainder)> Of(string query)
    {
        var words = TextWord.Of(query);
        if (words.Count < 2)
        {
            return [];
        }

        var telling = words.Where(word => !FunctionWords.Contains(word.Text)).ToArray();
        return [.. (telling.Length > 0 ? telling : words).Take(Most).Select(word => (word, Without(query, word)))];
    }

    // The comma after a word goes with it, and no two spaces stay.
    private static string Without(string query, TextWord word)
    {
        var end = word.End;
        while (end < query.Length && query[end] is ',' or ';' or ':')
        {
            end++;
        }

        var rest = string.Concat(query.AsSpan(0, word.Start), query.AsSpan(end));
        return string.Join(' ', rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
