namespace Eidetic.Abstractions;

/// <summary>The tokens identifiers are made of. A token is its index; each has a name that people read in traces.</summary>
public sealed class IdentifierVocabulary
{
    /// <summary>Makes a vocabulary of distinct names.</summary>
    /// <param name="names">Token names, by token.</param>
    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    public IdentifierVocabulary(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrEmpty(name) || !seen.Add(name))
            {
                throw new ArgumentException($"Expected distinct token names, got '{name}' twice or empty.", nameof(names));
            }
        }

        Names = names;
    }

    /// <summary>Token names, by token.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of tokens.</summary>
    public int Count => Names.Count;
}
