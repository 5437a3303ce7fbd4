using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>Turns identifiers written as token names into tokens of a vocabulary of exactly the names used, in ordinal order.</summary>
internal static class TokenTable
{
    /// <summary>Closes identifiers that differ in length, so that none is the beginning of another.</summary>
    public const string End = "<end>";

    /// <summary>Makes the assignment.</summary>
    /// <param name="identifiers">Images with the names of their tokens.</param>
    public static IdentifierAssignment ToAssignment(IReadOnlyList<(int Image, IReadOnlyList<string> Names)> identifiers)
    {
        string[] names = [.. identifiers.SelectMany(identifier => identifier.Names)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var tokens = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var token = 0; token < names.Length; token++)
        {
            tokens[names[token]] = token;
        }

        return new IdentifierAssignment
        {
            Vocabulary = new IdentifierVocabulary(names),
            Identifiers = [.. identifiers.Select(identifier =>
                new ImageIdentifier(identifier.Image, [.. identifier.Names.Select(name => tokens[name])]))],
        };
    }
}
