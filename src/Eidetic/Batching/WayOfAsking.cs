using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Options by value: equal where one decoding answers both.</summary>
internal sealed record WayOfAsking(
    int Top, int? Beams, RerankEvidence? Rerank, ScoreShaping? Shaping, bool Explain, double? MinProbability, string? Named)
{
    public static WayOfAsking Of(RecallOptions options) => new(
        options.Top, options.Beams, options.Rerank, options.Shaping, options.Explain, options.MinProbability,
        options.Candidates is null && options.Filter is null ? null : FilterKey.Of(options.Candidates, options.Filter));
}
