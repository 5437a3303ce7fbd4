using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

public sealed partial class IdentifierBook
{
    /// <summary>Images that came since the book's file was written.</summary>
    public int AddedImages => _changes?.Added.Count ?? 0;

    /// <summary>Images of the book's file that went since.</summary>
    public int RemovedImages => _changes?.Removed.Count ?? 0;

    /// <summary>Maps a saved book and lays over it what <see cref="SaveChanges"/> wrote.</summary>
    /// <param name="path">The file of the book.</param>
    /// <param name="changesPath">The file of changes.</param>
    /// <exception cref="CheckpointFormatException">A file is missing, foreign or damaged, or the changes are of another book.</exception>
    public static IdentifierBook Open(string path, string changesPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(changesPath);
        var changes = BookChanges.Read(changesPath);
        var (file, header, content) = BookFile.Open(path);
        try
        {
            if (changes.Base != BookChanges.HashText(header.ContentHash))
            {
                throw BookChanges.Refused(changesPath, $"changes of another book than '{path}'");
            }

            RequireTokensWithin(changes.Added, header.Vocabulary);
            return new IdentifierBook(content, vocabulary: null, file, header, changes);
        }
        catch (ArgumentException exception)
        {
            file.Dispose();
            throw BookChanges.Refused(changesPath, $"some that do not fit '{path}' ({exception.Message})", exception);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes what makes of this book's file a book without some images and with others. The file itself stays as it is: the changes, those
    /// that this book already has included, are kept beside it. Images are numbered without gaps: those that stay in their order, then those
    /// added.
    /// </summary>
    /// <param name="path">The file of changes.</param>
    /// <param name="removed">Images of this book that go.</param>
    /// <param name="added">Images that come.</param>
    /// <exception cref="InvalidOperationException">The book has no file.</exception>
    /// <exception cref="ArgumentException">
    /// A key occurs twice or is no Unicode, a token is outside the vocabulary, identifiers would not be prefix-free, an image is out of
    /// range, or no image would be left.
    /// </exception>
    public void SaveChanges(string path, IReadOnlyCollection<int> removed, IReadOnlyList<AddedImage> added)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(removed);
        ArgumentNullException.ThrowIfNull(added);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_header is null)
        {
            throw new InvalidOperationException("Expected a book that was opened from its file, got one made in memory: save it first.");
        }

        foreach (var image in removed)
        {
            _ = Trie.LeavesOf(image);
        }

        RequireFreeKeys(added, removed.ToHashSet());
        var packed = removed.Select(PackedImageOf).ToHashSet();
        var keys = removed.Select(image => Keys[image]).ToHashSet(StringComparer.Ordinal);
        var changes = new BookChanges
        {
            Base = BookChanges.HashText(_header.ContentHash),
            Removed = [.. (_changes?.Removed ?? []).Concat(packed.Where(image => image >= 0)).Order()],
            Added = [.. (_changes?.Added ?? []).Where(image => !keys.Contains(image.Key)).Concat(added)],
        };
        using var hold = Trie.Hold();
        Check(changes);
        changes.Write(path);
    }

    /// <summary>A book in memory of the same images and identifiers, with nothing laid over.</summary>
    public IdentifierBook Fold()
    {
        using var hold = Trie.Hold();
        return Create(Scheme, [.. Keys], new IdentifierAssignment
        {
            Vocabulary = Vocabulary,
            IsAtomic = IsAtomic,
            Identifiers = [.. Enumerable.Range(0, Keys.Count).SelectMany(image => IdentifiersOf(image).Select(tokens => new ImageIdentifier(image, tokens)))],
        });
    }

    private static IdentifierTrie Lay(IdentifierTrie packed, BookChanges? changes) =>
        changes is null ? packed : packed.Amend(changes.Removed, changes.AddedIdentifiers, changes.Added.Count);

    private int PackedImageOf(int image) => _amendedKeys?.PackedOf(image) ?? image;

    private void RequireFreeKeys(IReadOnlyList<AddedImage> added, HashSet<int> removed)
    {
        StringTable.Pack([.. added.Select(image => image.Key)], "a key");
        foreach (var image in added)
        {
            if (TryGetImage(image.Key, out var known) && !removed.Contains(known))
            {
                throw new ArgumentException($"Expected keys that the book does not hold, got '{image.Key}', which it does.", nameof(added));
            }
        }

        RequireTokensWithin(added, VocabularySize);
    }

    private static void RequireTokensWithin(IReadOnlyList<AddedImage> added, int vocabulary)
    {
        foreach (var image in added)
        {
            foreach (var token in image.Identifiers.SelectMany(tokens => tokens))
            {
                if ((uint)token >= (uint)vocabulary)
                {
                    throw new ArgumentException(
                        FormattableString.Invariant($"Expected tokens from 0 to {vocabulary - 1}, got {token} for '{image.Key}'."), nameof(added));
                }
            }
        }
    }

    private void Check(BookChanges changes)
    {
        _ = new AmendedKeys(_content.Keys, changes);
        using var packed = new IdentifierTrie(_content.Trie);
        using var amended = Lay(packed, changes);
    }
}
