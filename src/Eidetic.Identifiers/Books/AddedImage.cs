namespace Eidetic.Identifiers;

/// <summary>An image that a book was given after it was made.</summary>
/// <param name="Key">Its key, which no other image of the book has.</param>
/// <param name="Identifiers">Its identifiers, at least one: tokens of the book's vocabulary.</param>
public sealed record AddedImage(string Key, IReadOnlyList<IReadOnlyList<int>> Identifiers);
