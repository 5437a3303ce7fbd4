using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Data;

public sealed partial class ImageCatalog
{
    /// <summary>Whether the file has tables of tags and dates; those of the first programs do not.</summary>
    private bool HasFacts { get; init; }

    /// <summary>Where the file of an image was when it was memorized, or null when it is not a file of its own.</summary>
    /// <param name="ordinal">Ordinal of the image.</param>
    public string? PathOf(int ordinal) =>
        Query("SELECT path FROM images WHERE ordinal = $1", row => row.IsDBNull(0) ? null : row.GetString(0), ordinal) is [var path]
            ? path
            : throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"Expected 0 to {Count - 1}.");

    /// <summary>Ordinals of the images that meet all conditions of a filter, ascending; all images for a filter without any.</summary>
    /// <param name="filter">The conditions.</param>
    public IReadOnlyList<int> Find(RecallFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var where = new CatalogFilter(filter, HasFacts);
        return Query($"SELECT ordinal FROM images{where.Sql} ORDER BY ordinal", row => row.GetInt32(0), where.Arguments);
    }

    /// <summary>Ordinals of some of the images that meet all conditions of a filter, ordered by the bytes of their keys.</summary>
    /// <param name="filter">The conditions.</param>
    /// <param name="after">The key after which to begin, whether or not there is such an image; null for the first.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    public IReadOnlyList<int> Page(RecallFilter filter, string? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var where = new CatalogFilter(filter, HasFacts, after);
        return Query($"SELECT ordinal FROM images{where.Sql} ORDER BY key LIMIT {limit.ToString(CultureInfo.InvariantCulture)}", row => row.GetInt32(0), where.Arguments);
    }

    /// <summary>How many images meet all conditions of a filter.</summary>
    /// <param name="filter">The conditions.</param>
    public int CountOf(RecallFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var where = new CatalogFilter(filter, HasFacts);
        return Query($"SELECT count(*) FROM images{where.Sql}", row => row.GetInt32(0), where.Arguments)[0];
    }

    /// <summary>All tags with the number of their images, the most used first, equal ones by name.</summary>
    public IReadOnlyList<TagUse> TagUses() => HasFacts
        ? Query(
            "SELECT name, (SELECT count(*) FROM image_tags WHERE tag = tags.ordinal) AS images FROM tags ORDER BY images DESC, folded",
            row => new TagUse(row.GetString(0), row.GetInt32(1)))
        : [];

    /// <summary>How many images have a date, with the first and the last of them; zero and null when none has.</summary>
    public (int Images, DateTime? First, DateTime? Last) DateRange() =>
        HasFacts && Query(
            "SELECT count(*), min(date), max(date) FROM dates",
            row => (row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)))
            is [(var images, { } first, { } last)]
            ? (images, CatalogRow.Date(first), CatalogRow.Date(last))
            : (0, null, null);

    private List<string> Tags(int ordinal) => HasFacts
        ? Query("SELECT name FROM image_tags JOIN tags ON tags.ordinal = tag WHERE image = $1 ORDER BY place", row => row.GetString(0), ordinal)
        : [];

    private ILookup<int, string> TagsByImage()
    {
        List<(int Image, string Tag)> uses = HasFacts
            ? Query(
                "SELECT image, name FROM image_tags JOIN tags ON tags.ordinal = tag ORDER BY image, place",
                row => (row.GetInt32(0), row.GetString(1)))
            : [];
        return uses.ToLookup(use => use.Image, use => use.Tag);
    }
}
