using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>Checks a filter in the user's words.</summary>
internal static class FilterChecks
{
    /// <returns>The filter.</returns>
    /// <exception cref="OptionException">A tag is empty, or no date is between the bounds.</exception>
    public static RecallFilter Check(RecallFilter filter)
    {
        if (filter.AllTags.Concat(filter.AnyTags).Any(string.IsNullOrWhiteSpace))
        {
            throw new OptionException("--tag must be a tag, got an empty text.");
        }

        if (filter.After >= filter.Before)
        {
            throw new OptionException(
                $"--after must be earlier than --before, got {ImageDate.Text(filter.After.Value)} and {ImageDate.Text(filter.Before.Value)}.");
        }

        return filter;
    }
}
