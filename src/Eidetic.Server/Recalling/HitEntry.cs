using System.Text.Json.Serialization;
using Eidetic.Abstractions;
using Eidetic.Server.Images;

namespace Eidetic.Server.Recalling;

/// <summary>One recalled image, as the server writes it.</summary>
internal sealed record HitEntry(int Rank, string Image, double Probability, double Score, IReadOnlyList<string> Identifier, ImageLinks Links)
{
    public double? Confidence { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Caption { get; init; }

    /// <summary>Left out unless it was asked for.</summary>
    public IReadOnlyList<TraceStep>? Trace { get; init; }

    /// <summary>Left out unless it was asked for.</summary>
    public IReadOnlyList<WordInfluence>? Words { get; init; }

    public static HitEntry Of(Hit hit, MemorizedImage? image, bool isExplained) =>
        new(hit.Rank, hit.Key, hit.Probability, hit.Score, hit.Identifier, ImageLinks.Of(hit.Key))
        {
            Confidence = hit.Confidence,
            Width = image?.Width,
            Height = image?.Height,
            Caption = image?.Captions is [var first, ..] ? first.Text : null,
            Trace = isExplained ? hit.Trace : null,
            Words = isExplained ? hit.Words : null,
        };
}
