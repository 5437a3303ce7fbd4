using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>Checks a filter in the user's words.</summary>
internal static class FilterChecks
{
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentException">A tag is empty, or no date is between the bounds.</exception>
    public static RecallFilter Check(RecallFilter filter)
    {
        if (filter.AllTags.Concat(filter.AnyTags).Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("--tag must be a tag, got an empty text.", nameof(filter));
        }

        if (filter.After >= filter.Before)
        {
            throw new ArgumentException(
                $"--after must be earlier than --before, got {ImageDate.Text(filter.After.Value)} and {ImageDate.Text(filter.Before.Value)}.", nameof(filter));
        }

        return filter;
    }
}
