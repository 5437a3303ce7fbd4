using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Recalling;

/// <summary>Which images may be named.</summary>
/// <param name="KeyPrefix">How keys begin.</param>
/// <param name="Tags">Tags an image must all have.</param>
/// <param name="AnyTags">Tags of which it must have one.</param>
/// <param name="After">The first date.</param>
/// <param name="Before">The date after the last.</param>
/// <param name="Keys">The only keys.</param>
internal sealed record FilterRequest(
    string? KeyPrefix = null, IReadOnlyList<string>? Tags = null, IReadOnlyList<string>? AnyTags = null, string? After = null, string? Before = null,
    IReadOnlyList<string>? Keys = null)
{
    /// <exception cref="RequestException">A value is out of range or contradicts another.</exception>
    public RecallFilter? ToFilter(ServerLimits limits)
    {
        Check(Tags, "filter.tags", limits);
        Check(AnyTags, "filter.anyTags", limits);
        Check(Keys, "filter.keys", limits);
        var filter = new RecallFilter
        {
            KeyPrefix = string.IsNullOrEmpty(KeyPrefix) ? null : KeyPrefix,
            AllTags = Tags ?? [],
            AnyTags = AnyTags ?? [],
            After = Date(After, "filter.after"),
            Before = Date(Before, "filter.before"),
        };
        if (filter.After >= filter.Before)
        {
            throw Wrong($"filter.after must be earlier than filter.before, got '{After}' and '{Before}'.");
        }

        return filter.KeyPrefix is null && filter.AllTags.Count + filter.AnyTags.Count == 0 && filter.After is null && filter.Before is null ? null : filter;
    }

    private static void Check(IReadOnlyList<string>? values, string name, ServerLimits limits)
    {
        if (values?.Count > limits.FilterValues)
        {
            throw Wrong(FormattableString.Invariant($"{name} must have at most {limits.FilterValues} values, got {values.Count}."));
        }

        if (values?.Any(string.IsNullOrWhiteSpace) ?? false)
        {
            throw Wrong($"{name} must hold texts that are not empty.");
        }
    }

    private static DateTime? Date(string? text, string name) => text is null
        ? null
        : ImageDate.TryParse(text, out var date) ? date : throw Wrong($"{name} must be a date such as {ImageDate.Expected}, got '{text}'.");

    private static RequestException Wrong(string message) => new(StatusCodes.Status400BadRequest, message);
}
