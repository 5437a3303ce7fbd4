using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>Says why a condition that no image meets is met by none.</summary>
internal static class FilterHints
{
    /// <summary>A few words, or null when there is nothing to add.</summary>
    /// <param name="part">One condition.</param>
    /// <param name="catalog">The images.</param>
    public static string? For(RecallFilter part, ImageCatalog catalog)
    {
        if (part.AllTags.Count + part.AnyTags.Count > 0)
        {
            return TagHint([.. part.AllTags, .. part.AnyTags], catalog);
        }

        if (part.After is null && part.Before is null)
        {
            return catalog.Count > 0 ? $"keys look like '{catalog.Keys[0]}'" : null;
        }

        var (images, first, last) = catalog.DateRange();
        return images > 0
            ? $"dates go from {ImageDate.Text(first!.Value)} to {ImageDate.Text(last!.Value)}"
            : "no image of this memory has a date";
    }

    private static string? TagHint(IReadOnlyList<string> asked, ImageCatalog catalog)
    {
        var uses = catalog.TagUses();
        if (uses.Count == 0)
        {
            return "no image of this memory has a tag";
        }

        var names = uses.Select(use => use.Name).ToArray();
        var nearest = asked.SelectMany(tag => NearestNames.Of(tag, names)).Distinct(StringComparer.Ordinal).ToArray();
        return nearest.Length > 0 ? $"nearest tags: {string.Join(", ", nearest)}" : $"the most used tag is {names[0]}";
    }
}
