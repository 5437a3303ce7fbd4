using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// The mapping between images and identifiers, with its vocabulary and its trie: what <c>identifiers.trie</c> in a memory folder holds.
/// Immutable; safe to use from several threads until disposed. An opened book maps its file and copies nothing; the file must not be
/// changed while it is open.
/// </summary>
/// <remarks>
/// The file, little endian. Header of 288 bytes: 0 magic <c>EIDBOOK\n</c>; int32: 8 format version (1), 12 flags (bit 0: atomic),
/// 16 images, 20 nodes, 24 leaves, 28 tokens of the longest identifier, 32 tokens of the vocabulary, 36 zero; int64: 40 length of the
/// file; 48 eleven sections as (int64 offset, int64 bytes); 224 SHA-256 of everything after the header; 256 SHA-256 of bytes 0..255.
/// Sections begin at multiples of 64, in this order, zeros between: scheme (UTF-8) · image keys (UTF-8, one after the other) · where
/// each key begins, int32 [images + 1] · images by the order of their keys' bytes, int32 [images] · token names (UTF-8) · where each
/// name begins, int32 [vocab + 1] · the trie, nodes in breadth-first order: token int32 [nodes] (root -1), parent int32 [nodes]
/// (root -1), link int32 [nodes] (first child of an inner node, complement of a leaf's image) · where each image's leaves begin,
/// int32 [images + 1], empty when every image has one · leaves by image, int32 [leaves].
/// Opening checks the header with its checksum, and that every section lies in the file with the length that its count asks for;
/// every number of the sections is checked when it is used, so a forged file can neither be read out of bounds nor loop, and
/// <see cref="Verify"/> checks them all.
/// </remarks>
public sealed partial class IdentifierBook : IDisposable
{
    private readonly BookContent _content;
    private readonly BookHeader? _header;
    private readonly MappedFile? _file;
    private readonly BookChanges? _changes;
    private readonly AmendedKeys? _amendedKeys;
    private readonly Lazy<IdentifierVocabulary> _vocabulary;
    private volatile bool _disposed;

    private IdentifierBook(
        BookContent content, IdentifierVocabulary? vocabulary = null, MappedFile? file = null, BookHeader? header = null, BookChanges? changes = null)
    {
        (_content, _file, _header, _changes) = (content, file, header, changes);
        _vocabulary = vocabulary is null ? new(ReadVocabulary) : new(vocabulary);
        _amendedKeys = changes is null ? null : new AmendedKeys(content.Keys, changes);
        Trie = Lay(new IdentifierTrie(content.Trie, file is null ? null : file.Hold), changes);
    }

    /// <summary>Name of the scheme that made the identifiers.</summary>
    public string Scheme => _content.Scheme;

    /// <summary>True when identifiers are single tokens that are scored by one masked softmax.</summary>
    public bool IsAtomic => _content.IsAtomic;

    /// <summary>Keys of the images, by image; decoded when asked for.</summary>
    public IReadOnlyList<string> Keys => _amendedKeys is null ? _content.Keys : _amendedKeys;

    /// <summary>The tokens. Read on first use.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public IdentifierVocabulary Vocabulary
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _vocabulary.Value;
        }
    }

    /// <summary>Number of tokens; known without reading them.</summary>
    public int VocabularySize => _content.TokenNames.Count;

    /// <summary>What may be named. Lives as long as the book.</summary>
    public IdentifierTrie Trie { get; }

    /// <summary>Makes a book in memory.</summary>
    /// <param name="scheme">Name of the scheme.</param>
    /// <param name="keys">Distinct keys of the images, by image.</param>
    /// <param name="assignment">What the scheme decided for these images.</param>
    /// <exception cref="ArgumentException">
    /// A key is empty, no Unicode, or occurs twice; an identifier has a token outside the vocabulary; or the identifiers make no trie.
    /// </exception>
    public static IdentifierBook Create(string scheme, IReadOnlyList<string> keys, IdentifierAssignment assignment)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(assignment);
        if (scheme.Length > 100)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected a scheme's name of at most 100 letters, got {scheme.Length}."), nameof(scheme));
        }

        RequireTokensWithin(assignment);
        using var trie = IdentifierTrie.Build(assignment.Identifiers, keys.Count);
        if (assignment.IsAtomic && trie.MaxDepth != 1)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected atomic identifiers of one token, got {trie.MaxDepth}."), nameof(assignment));
        }

        var table = StringTable.Pack(keys, "a key");
        var content = new BookContent
        {
            Scheme = scheme,
            IsAtomic = assignment.IsAtomic,
            Keys = table,
            KeyOrder = SortKeys(table),
            TokenNames = StringTable.Pack(assignment.Vocabulary.Names, "a token name"),
            Trie = trie.Arrays,
        };
        return new IdentifierBook(content, assignment.Vocabulary);
    }

    /// <summary>
    /// Maps a saved book. Takes milliseconds whatever the size: contents are checked when used, or all by <see cref="Verify"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">The file is missing, foreign, of a newer format, shortened or damaged.</exception>
    public static IdentifierBook Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (file, header, content) = BookFile.Open(path);
        return new IdentifierBook(content, vocabulary: null, file, header);
    }

    /// <summary>Writes the book, its changes folded in: a temporary file beside, flushed to the disk, then renamed.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <exception cref="IOException">The folder is missing or the disk is full; nothing is left behind.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var hold = Trie.Hold();
        if (_changes is null)
        {
            BookFile.Save(_content, path);
            return;
        }

        using var folded = Fold();
        folded.Save(path);
    }

    /// <summary>Checks the checksum of the whole file and every number in it; a book made in memory is checked too.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public void Verify(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var hold = Trie.Hold();
        var path = _content.Trie.File ?? "";
        if (_file is not null && !BookFile.HasSoundContent(_file, _header!, cancellationToken))
        {
            throw BookHeader.Refused(path, "found contents that fail their checksum");
        }

        if (BookAudit.FindFault(_content, cancellationToken) is { } fault)
        {
            throw BookHeader.Refused(path, $"found {fault}");
        }

        _ = _vocabulary.Value;
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="key">An image's key.</param>
    /// <param name="image">Its image, or -1.</param>
    /// <returns>Whether the book knows the key.</returns>
    public bool TryGetImage(string key, out int image)
    {
        ArgumentNullException.ThrowIfNull(key);
        ObjectDisposedException.ThrowIf(_disposed, this);
        image = _amendedKeys?.ImageOfAdded(key) ?? -1;
        if (image >= 0)
        {
            return true;
        }

        byte[] wanted;
        try
        {
            wanted = StringTable.Strict.GetBytes(key);
        }
        catch (EncoderFallbackException)
        {
            return false; // no key holds half a surrogate pair
        }

        var (low, high) = (0, _content.KeyOrder.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var candidate = _content.KeyOrder.Span[middle];
            if ((uint)candidate >= (uint)_content.Keys.Count)
            {
                throw _content.Trie.Damaged(IdentifierTrie.Root);
            }

            var order = _content.Keys.BytesOf(candidate).SequenceCompareTo(wanted);
            if (order == 0)
            {
                image = _amendedKeys?.ImageOfPacked(candidate) ?? candidate;
                return image >= 0;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return false;
    }

    /// <summary>The identifiers of an image, in the order of the trie; at least one.</summary>
    /// <param name="image">An image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public IReadOnlyList<IReadOnlyList<int>> IdentifiersOf(int image)
    {
        var leaves = Trie.LeavesOf(image);
        var identifiers = new int[leaves.Length][];
        for (var i = 0; i < identifiers.Length; i++)
        {
            identifiers[i] = Trie.PathTo(leaves[i]);
        }

        return identifiers;
    }

    /// <summary>The names of the tokens that lead to a leaf.</summary>
    /// <param name="leaf">A leaf, or any node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public IReadOnlyList<string> TokenNames(int leaf) => Array.ConvertAll(
        Trie.PathTo(leaf),
        token => (uint)token < (uint)VocabularySize ? _content.TokenNames[token] : throw _content.Trie.Damaged(leaf));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _disposed = true;
        Trie.Dispose();
        _file?.Dispose();
    }

    private static void RequireTokensWithin(IdentifierAssignment assignment)
    {
        var vocabulary = assignment.Vocabulary.Count;
        foreach (var (image, tokens) in assignment.Identifiers)
        {
            for (var i = 0; i < tokens.Count; i++)
            {
                if (tokens[i] >= vocabulary)
                {
                    throw new ArgumentException(
                        FormattableString.Invariant($"Expected tokens from 0 to {vocabulary - 1}, got {tokens[i]} for image {image}."),
                        nameof(assignment));
                }
            }
        }
    }

    private static int[] SortKeys(StringTable keys)
    {
        var order = Enumerable.Range(0, keys.Count).ToArray();
        Array.Sort(order, (left, right) => keys.BytesOf(left).SequenceCompareTo(keys.BytesOf(right)));
        for (var i = 1; i < order.Length; i++)
        {
            if (keys.BytesOf(order[i - 1]).SequenceEqual(keys.BytesOf(order[i])))
            {
                throw new ArgumentException($"Expected distinct image keys, got '{keys[order[i]]}' twice.", nameof(keys));
            }
        }

        return order;
    }

    private IdentifierVocabulary ReadVocabulary()
    {
        try
        {
            return new IdentifierVocabulary([.. _content.TokenNames]);
        }
        catch (ArgumentException exception)
        {
            throw BookHeader.Refused(_content.Trie.File ?? "", "found a token name twice", exception);
        }
    }
}
