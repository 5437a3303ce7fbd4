namespace Eidetic.Retrieval;

/// <summary>Tokens that follow one another in the vocabulary.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct TokenRange(int First, int Count)
{
    /// <summary>Both tokens and all between them.</summary>
    public static TokenRange Between(int first, int last) => new(first, last - first + 1);

    /// <summary>The smallest range that holds this one and another.</summary>
    public TokenRange With(TokenRange other) => Between(Math.Min(First, other.First), Math.Max(First + Count, other.First + other.Count) - 1);

    /// <summary>Whether a vocabulary of some size has all of them.</summary>
    public bool IsWithin(int vocabularySize) => First >= 0 && First + Count <= vocabularySize;
}
