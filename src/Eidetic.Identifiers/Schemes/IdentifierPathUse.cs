namespace Eidetic.Identifiers;

/// <summary>How the identifiers in use stand to a sequence of tokens.</summary>
public enum IdentifierPathUse
{
    /// <summary>No identifier begins with it.</summary>
    Free,

    /// <summary>Identifiers begin with it and go on.</summary>
    Inner,

    /// <summary>It is a whole identifier.</summary>
    Leaf,
}

/// <summary>Looks a sequence of tokens up among the identifiers in use, as in their trie.</summary>
/// <param name="path">Tokens, first to last.</param>
public delegate IdentifierPathUse IdentifierPathLookup(ReadOnlySpan<int> path);
