using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Tells which sides a query has.</summary>
internal static class QuerySide
{
    public static bool HasText(this RecallQuery query) => !string.IsNullOrWhiteSpace(query.Text);
}
