using Eidetic.Abstractions;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Recalling;

/// <summary>What is asked by <c>POST /v1/recall</c>: one of query, queries and like, or a picture beside it.</summary>
/// <param name="Query">A description.</param>
/// <param name="Queries">Descriptions.</param>
/// <param name="Like">The key of an image, others like which are asked for.</param>
/// <param name="Top">How many hits; 10 where nothing is said.</param>
/// <param name="Beams">Width of the search; the memory's own where nothing is said.</param>
/// <param name="Explain">Whether hits tell why.</param>
/// <param name="MinProbability">The least probability of a match, 0..1.</param>
/// <param name="Rerank"><c>none</c>, <c>similarity</c>, <c>likelihood</c> or <c>both</c>.</param>
/// <param name="Filter">Which images may be named.</param>
internal sealed record RecallRequest(
    string? Query = null, IReadOnlyList<string>? Queries = null, string? Like = null, int? Top = null, int? Beams = null, bool? Explain = null,
    double? MinProbability = null, string? Rerank = null, FilterRequest? Filter = null)
{
    private const int FewestJudgedBeams = 10;
    private const int MostExplained = 32;

    /// <summary>The descriptions that are asked.</summary>
    /// <param name="limits">What may be asked.</param>
    /// <param name="hasPicture">Whether a picture came with it.</param>
    /// <exception cref="RequestException">Nothing is asked, or too much.</exception>
    public IReadOnlyList<string> Texts(ServerLimits limits, bool hasPicture)
    {
        var ways = (Query is null ? 0 : 1) + (Queries is null ? 0 : 1) + (Like is null ? 0 : 1);
        if (hasPicture ? Queries is not null || Like is not null : ways != 1)
        {
            throw Wrong(hasPicture
                ? "A picture is asked alone or beside a query: leave queries and like out."
                : "Expected one of query, queries and like, got " + (ways == 0 ? "none." : "several."));
        }

        var texts = Queries ?? (Query is null ? [] : [Query]);
        if (Queries is not null && (Queries.Count == 0 || Queries.Count > limits.Queries))
        {
            throw Wrong(FormattableString.Invariant($"queries must have 1 to {limits.Queries} descriptions, got {Queries.Count}."));
        }

        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                throw Wrong("Expected a description of an image, got an empty text.");
            }

            if (text.Length > limits.QueryLength)
            {
                throw Wrong(FormattableString.Invariant($"A description must have at most {limits.QueryLength} characters, got {text.Length}."));
            }
        }

        return texts;
    }

    /// <summary>How it is asked.</summary>
    /// <param name="limits">What may be asked.</param>
    /// <param name="memory">The memory that is asked.</param>
    /// <param name="isInWords">Whether nothing but words is asked.</param>
    /// <exception cref="RequestException">A value is out of range or contradicts another.</exception>
    public RecallOptions Options(ServerLimits limits, MemoryInfo memory, bool isInWords)
    {
        Require(Top, "top", limits.Beams);
        Require(Beams, "beams", limits.Beams);
        var top = Top ?? Math.Min(10, Beams ?? 10);
        if (Beams < top)
        {
            throw Wrong(FormattableString.Invariant($"beams must be at least top, got {Beams} beams for {top} hits."));
        }

        if (Explain == true && Queries?.Count > MostExplained)
        {
            throw Wrong(FormattableString.Invariant($"At most {MostExplained} queries are explained at once, got {Queries.Count}."));
        }

        return new RecallOptions
        {
            Top = top,
            Beams = Beams,
            Explain = Explain ?? false,
            MinProbability = LeastProbability(memory, isInWords),
            Rerank = Evidence(),
            Filter = Filter?.ToFilter(limits),
            Candidates = Filter?.Keys,
        };
    }

    private double? LeastProbability(MemoryInfo memory, bool isInWords)
    {
        if (MinProbability is not { } least)
        {
            return null;
        }

        if (!(least is >= 0 and <= 1))
        {
            throw Wrong(FormattableString.Invariant($"minProbability must be from 0 to 1, got {least}."));
        }

        return !memory.IsCalibrated ? throw Wrong("This memory cannot say how likely a match is (calibrated is false): leave minProbability out.")
            : !isInWords ? throw Wrong("minProbability judges descriptions in words, got a picture: leave one of the two out.")
            : Beams < FewestJudgedBeams ? throw Wrong(FormattableString.Invariant($"beams must be at least {FewestJudgedBeams} with minProbability, got {Beams}."))
            : least;
    }

    private RerankEvidence? Evidence() => Rerank switch
    {
        null => null,
        "none" => RerankEvidence.None,
        "similarity" => RerankEvidence.Similarity,
        "likelihood" => RerankEvidence.Likelihood,
        "both" => RerankEvidence.Both,
        _ => throw Wrong($"rerank must be one of none, similarity, likelihood and both, got '{Rerank}'."),
    };

    private static void Require(int? value, string name, int most)
    {
        if (value < 1 || value > most)
        {
            throw Wrong(FormattableString.Invariant($"{name} must be from 1 to {most}, got {value}."));
        }
    }

    private static RequestException Wrong(string message) => new(StatusCodes.Status400BadRequest, message);
}
