namespace Eidetic.Identifiers;

/// <summary>Everything a book's file holds, in memory or mapped.</summary>
internal sealed record BookContent
{
    public required string Scheme { get; init; }

    public required bool IsAtomic { get; init; }

    /// <summary>Image keys, by image.</summary>
    public required StringTable Keys { get; init; }

    /// <summary>int32 [images]: the images in the order of their keys' UTF-8 bytes.</summary>
    public required ReadOnlyMemory<int> KeyOrder { get; init; }

    /// <summary>Token names, by token.</summary>
    public required StringTable TokenNames { get; init; }

    public required TrieArrays Trie { get; init; }
}
