namespace Eidetic.Evaluation;

/// <summary>
/// How far a memory's calibrated probabilities can be trusted. Every query is asked three times: as it is, with its image removed, and with the
/// whole neighbourhood of its image removed, i.e. the candidates that lie nearest to it in the shared space. Where only the image is removed,
/// pictures much like it mostly remain, which may answer the query as well; where the neighbourhood is removed, there is no such picture any more,
/// and only then is a query called unanswerable.
/// </summary>
public sealed record CalibrationReport
{
    /// <summary>Number of queries measured.</summary>
    public required int Queries { get; init; }

    /// <summary>Share of the candidates that a neighbourhood holds, 0..1.</summary>
    public required double NeighbourhoodShare { get; init; }

    /// <summary>Area under the curve of the probability of a match: queries as they are against those whose neighbourhood is removed.</summary>
    public required double NeighbourhoodAuc { get; init; }

    /// <summary>The same against those whose image alone is removed.</summary>
    public required double ImageAuc { get; init; }

    /// <summary>
    /// What no judge of the hits can pass where the image alone is removed: 1 − u²/2, u being the share of queries whose hits do not change
    /// because their image was not among them.
    /// </summary>
    public required double ImageAucBound { get; init; }

    /// <summary>Error of the probability of a match, over queries as they are and, as many, with their neighbourhood removed.</summary>
    public required CalibrationError MatchError { get; init; }

    /// <summary>Error of the first hit's confidence, over queries as they are.</summary>
    public required CalibrationError HitError { get; init; }

    /// <summary>Error of the first hit's own, uncalibrated probability, over the same.</summary>
    public required CalibrationError UncalibratedHitError { get; init; }

    /// <summary>How often the first hit is right when only the surest are given, by its confidence, over queries as they are.</summary>
    public required IReadOnlyList<PrecisionAtCoverage> Coverage { get; init; }

    /// <summary>What <c>--min-probability</c> does: queries as they are are answerable, those whose neighbourhood is removed are not.</summary>
    public required IReadOnlyList<AnswersAtThreshold> Thresholds { get; init; }
}
