using Eidetic.Abstractions;
using Eidetic.Evaluation;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>Measures how far calibrated probabilities can be trusted, on queries whose images are known and can be removed.</summary>
internal sealed class CalibrationMeasurement(
    RecallEngine engine, EvaluateOptions options, IReadOnlyList<int> relevant, TrieMask? mask, int beams)
{
    private const int MostQueries = 1_000;
    private const int TextsAtOnce = 32;
    private static readonly double[] Coverages = [1, 0.8, 0.6, 0.4, 0.2, 0.1, 0.05];
    private static readonly double[] Thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <exception cref="MemoryException">The memory is not calibrated.</exception>
    public static void Require(RecallEngine engine)
    {
        if (engine.Calibration is null)
        {
            throw new MemoryException(
                engine.Generation.Memory,
                $"Expected a calibrated memory, but when {engine.Generation.Memory} was learned, fewer than {Calibrator.FewestTexts} captions could be kept back: measure without --calibration, or memorize with more captions.");
        }
    }

    /// <summary>Asks and measures.</summary>
    public CalibrationReport Run(CancellationToken cancellationToken)
    {
        var trials = Ask(cancellationToken).ToArray();
        double[] asItIs = [.. trials.Select(t => t.Match)], gone = [.. trials.Select(t => t.MatchWithoutNeighbourhood)];
        double[] confidences = [.. trials.Select(t => t.Confidence)];
        bool[] isRight = [.. trials.Select(t => t.Rank == 1)];
        var unchanged = trials.Count(t => t.Rank is null) / (double)trials.Length;
        return new CalibrationReport
        {
            Queries = trials.Length,
            NeighbourhoodShare = RemovalTrials.NeighbourhoodShare,
            NeighbourhoodAuc = RankingCurve.Area(asItIs, gone),
            ImageAuc = RankingCurve.Area(asItIs, [.. trials.Select(t => t.MatchWithoutImage)]),
            ImageAucBound = 1 - unchanged * unchanged / 2,
            MatchError = CalibrationError.Of([.. asItIs, .. gone], [.. asItIs.Select(_ => true), .. gone.Select(_ => false)]),
            HitError = CalibrationError.Of(confidences, isRight),
            UncalibratedHitError = CalibrationError.Of([.. trials.Select(t => t.Probability)], isRight),
            Coverage = PrecisionAtCoverage.Table(confidences, isRight, Coverages),
            Thresholds = AnswersAtThreshold.Table(asItIs, [.. trials.Select(t => t.Rank)], gone, Thresholds),
        };
    }

    private IEnumerable<Trial> Ask(CancellationToken cancellationToken)
    {
        var count = Math.Min(MostQueries, options.Queries.Count);
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * options.Queries.Count / count))];
        int[] images = [.. Enumerable.Range(0, engine.Book.Trie.ImageCount).Where(image => mask?.AllowsImage(image) ?? true)];
        var trials = new RemovalTrials(engine, engine.Answers.Vectors.ToSharedMatrix(), beams, options.Rerank, options.Shaping);
        foreach (var batch in chosen.Chunk(TextsAtOnce))
        {
            var vectors = engine.Answers.Embed([.. batch.Select(q => options.Queries[q].Query)]);
            for (var i = 0; i < batch.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var query = new RemovalQuery(options.Queries[batch[i]].Query, vectors[i].ToArray(), relevant[batch[i]], images);
                yield return Try(trials, query, cancellationToken);
            }
        }
    }

    private Trial Try(RemovalTrials trials, RemovalQuery query, CancellationToken cancellationToken)
    {
        var calibration = engine.Calibration!;
        var answer = trials.AsItIs(query, cancellationToken);
        var place = answer.Hits.TakeWhile(hit => hit.Image != query.Image).Count();
        return new Trial(
            place < answer.Hits.Count ? place + 1 : null,
            Math.Exp(answer.Hits[0].LogProbability),
            calibration.Confidences(answer)[0],
            calibration.MatchProbability(answer),
            calibration.MatchProbability(trials.WithoutImage(query, cancellationToken)),
            calibration.MatchProbability(trials.WithoutNeighbourhood(query, cancellationToken)));
    }

    /// <param name="Rank">1-based rank of the image that is meant, or null where it was not found.</param>
    /// <param name="Probability">The model's probability of the first hit.</param>
    /// <param name="Confidence">Its calibrated one.</param>
    /// <param name="Match">Calibrated probability of a match.</param>
    /// <param name="MatchWithoutImage">The same where the image is removed.</param>
    /// <param name="MatchWithoutNeighbourhood">The same where its neighbourhood is removed.</param>
    private readonly record struct Trial(
        int? Rank, double Probability, double Confidence, double Match, double MatchWithoutImage, double MatchWithoutNeighbourhood);
}
