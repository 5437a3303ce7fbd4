namespace Eidetic.Modeling;

/// <summary>The name of an ImageNet class, as people would say it.</summary>
internal static class ImageNetLabel
{
    /// <summary>The common names of a class, first the usual one; Latin binomials are left out.</summary>
    /// <param name="label">Synonyms separated by commas, as in <c>king penguin, Aptenodytes patagonica</c>.</param>
    public static IReadOnlyList<string> Names(string label)
    {
        var synonyms = label.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. synonyms.Where((name, place) => place == 0 || !IsBinomial(name)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The name with the article it takes: <c>a</c>, <c>an</c>, or none for plurals.</summary>
    /// <param name="name">A name.</param>
    public static string WithArticle(string name)
    {
        if (name.EndsWith('s') && !EndsWithAny(name, "ss", "us", "is", "as", "ops"))
            return name;

        var soundsOpen = "aeiouAEIOU".Contains(name[0]) ? !StartsWithAny(name, "uni", "eu", "Eu", "one") : StartsWithAny(name, "hour");
        return (soundsOpen ? "an " : "a ") + name;
    }

    // Genus with a capital, species without: 'Aptenodytes patagonica'.
    private static bool IsBinomial(string name)
    {
        var words = name.Split(' ');
        return words.Length == 2 && char.IsUpper(words[0][0]) && char.IsLower(words[1][0]);
    }

    private static bool EndsWithAny(string name, params ReadOnlySpan<string> ends)
    {
        foreach (var end in ends)
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool StartsWithAny(string name, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (name.StartsWith(start, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
