using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>
/// Turns filters and lists of keys into masks of the trie, and keeps the last few: who looks through a part of a collection asks many
/// queries of it. Safe to use from several threads.
/// </summary>
internal sealed class FilterMasks(IdentifierBook book, ImageCatalog catalog)
{
    /// <summary>A mask of a million images takes about a megabyte.</summary>
    private const int Kept = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, FilterMask Mask)> _kept = new();

    /// <summary>The images that may be named, or null where every image may.</summary>
    /// <param name="candidates">Keys of the only images that may be named, or null.</param>
    /// <param name="filter">Conditions on them, or null.</param>
    /// <exception cref="SourceException">A key is not in the memory.</exception>
    /// <exception cref="ArgumentException">The filter contradicts itself, or the list of keys is empty.</exception>
    public FilterMask? For(IReadOnlyCollection<string>? candidates, RecallFilter? filter)
    {
        filter = filter is null || FilterParts.Of(filter).Count == 0 ? null : FilterChecks.Check(filter);
        if (filter is null && candidates is null)
        {
            return null;
        }

        var key = FilterKey.Of(candidates, filter);
        if (Recent(key) is { } known)
        {
            return known;
        }

        var mask = Make(candidates, filter);
        Keep(key, mask);
        return mask;
    }

    private FilterMask? Recent(string key)
    {
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key)
                {
                    _kept.Remove(node);
                    _kept.AddFirst(node);
                    return node.Value.Mask;
                }
            }

            return null;
        }
    }

    private void Keep(string key, FilterMask mask)
    {
        lock (_gate)
        {
            _kept.AddFirst((key, mask));
            if (_kept.Count > Kept)
            {
                _kept.RemoveLast();
            }
        }
    }

    private FilterMask Make(IReadOnlyCollection<string>? candidates, RecallFilter? filter)
    {
        var listed = candidates is null ? null : ImagesOf(candidates);
        var found = filter is null ? null : catalog.Find(filter);
        var images = listed is not null && found is not null ? [.. found.Where(listed.ToHashSet().Contains)] : listed ?? found!;
        var mask = book.Trie.Restrict(images);
        var conditions = mask.ImageCount > 0 ? [] : Conditions(listed, filter);
        return new FilterMask(mask, new FilterOutcome(mask.ImageCount, conditions));
    }

    private List<FilterCondition> Conditions(List<int>? listed, RecallFilter? filter)
    {
        var conditions = new List<FilterCondition>();
        if (listed is not null)
        {
            conditions.Add(new FilterCondition("the listed keys", listed.Distinct().Count()));
        }

        conditions.AddRange(filter is null ? [] : FilterParts.Of(filter).Select(part => Describe(part.Text, part.Filter)));
        return conditions;
    }

    private List<int> ImagesOf(IReadOnlyCollection<string> keys)
    {
        var images = new List<int>(keys.Count);
        foreach (var key in keys)
        {
            images.Add(book.TryGetImage(key, out var image)
                ? image
                : throw new SourceException($"Expected keys of images that the memory holds, found '{key}', which it does not: check the keys."));
        }

        return images.Count > 0 ? images : throw new ArgumentException("Expected at least one candidate, got none.", nameof(keys));
    }

    private FilterCondition Describe(string text, RecallFilter part)
    {
        var images = catalog.CountOf(part);
        return new FilterCondition(text, images, images > 0 ? null : FilterHints.For(part, catalog));
    }
}
