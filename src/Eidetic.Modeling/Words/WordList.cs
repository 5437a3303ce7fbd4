namespace Eidetic.Modeling;

/// <summary>The words that a collection's captions use often enough to learn what they look like, each with a number.</summary>
internal sealed class WordList
{
    private readonly Dictionary<string, int> _numbers;

    /// <param name="words">Distinct words, by number.</param>
    public WordList(IReadOnlyList<string> words)
    {
        Words = words;
        _numbers = Enumerable.Range(0, words.Count).ToDictionary(number => words[number], StringComparer.Ordinal);
    }

    /// <summary>By number.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Number of words.</summary>
    public int Count => Words.Count;

    /// <summary>The words that at least some texts hold, the most frequent first, equally frequent ones in ordinal order.</summary>
    /// <param name="texts">Captions.</param>
    /// <param name="fewestTexts">Texts that must hold a word.</param>
    /// <param name="mostWords">How many words at most.</param>
    public static WordList Of(IEnumerable<string> texts, int fewestTexts, int mostWords)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in texts.SelectMany(WordSplitter.Split))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return new WordList([.. counts.Where(c => c.Value >= fewestTexts)
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(mostWords).Select(c => c.Key)]);
    }

    /// <summary>Numbers of the words of a text that the list knows, each once.</summary>
    public int[] In(string text) => [.. WordSplitter.Split(text).Select(word => _numbers.GetValueOrDefault(word, -1)).Where(number => number >= 0)];
}
