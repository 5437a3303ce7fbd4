using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>A filter as a condition on the table of images. Every part is answered by an index: of keys, of tags, of dates.</summary>
internal sealed class CatalogFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _arguments = [];

    /// <param name="filter">The conditions.</param>
    /// <param name="hasFacts">Whether the catalog has tables of tags and dates. Where it has none, no image has any.</param>
    /// <param name="after">The key that those of the images must follow, or null.</param>
    public CatalogFilter(RecallFilter filter, bool hasFacts, string? after = null)
    {
        if (after is not null)
        {
            _conditions.Add($"key > {Argument(after)}");
        }

        if (!string.IsNullOrEmpty(filter.KeyPrefix))
        {
            AddPrefix(filter.KeyPrefix);
        }

        if (!hasFacts && (filter.AllTags.Count > 0 || filter.AnyTags.Count > 0 || filter.After is not null || filter.Before is not null))
        {
            _conditions.Add("FALSE");
            return;
        }

        foreach (var tag in filter.AllTags)
        {
            AddTags([tag]);
        }

        if (filter.AnyTags.Count > 0)
        {
            AddTags(filter.AnyTags);
        }

        AddDates(filter.After, filter.Before);
    }

    /// <summary>The condition from WHERE on; empty when every image passes.</summary>
    public string Sql => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);

    /// <summary>Values of $1 and on.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    // Keys are compared by their bytes, so all that begin alike lie between the prefix and the next text of its length.
    private void AddPrefix(string prefix)
    {
        _conditions.Add($"key >= {Argument(prefix)}");
        if (Next(prefix) is { } end)
        {
            _conditions.Add($"key < {Argument(end)}");
        }
    }

    private void AddTags(IReadOnlyList<string> tags)
    {
        var names = tags.Select(TagText.Clean).OfType<string>().Select(tag => Argument(TagText.Fold(tag)));
        _conditions.Add($"ordinal IN (SELECT image FROM image_tags WHERE tag IN (SELECT ordinal FROM tags WHERE folded IN ({string.Join(',', names)})))");
    }

    private void AddDates(DateTime? after, DateTime? before)
    {
        var bounds = new List<string>();
        if (after is { } first)
        {
            bounds.Add($"date >= {Argument(CatalogRow.Date(first))}");
        }

        if (before is { } end)
        {
            bounds.Add($"date < {Argument(CatalogRow.Date(end))}");
        }

        if (bounds.Count > 0)
        {
            _conditions.Add($"ordinal IN (SELECT image FROM dates WHERE {string.Join(" AND ", bounds)})");
        }
    }

    private string Argument(object value)
    {
        _arguments.Add(value);
        return FormattableString.Invariant($"${_arguments.Count}");
    }

    /// <summary>The least text greater than all that begin with a prefix, or null when there is none. UTF-8 sorts as code points do.</summary>
    private static string? Next(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0 && runes[^1].Value == 0x10FFFF)
        {
            runes.RemoveAt(runes.Count - 1);
        }

        if (runes.Count == 0)
        {
            return null;
        }

        // The numbers of surrogates are no code points.
        runes[^1] = runes[^1].Value == 0xD7FF ? new Rune(0xE000) : new Rune(runes[^1].Value + 1);
        return string.Concat(runes);
    }
}
