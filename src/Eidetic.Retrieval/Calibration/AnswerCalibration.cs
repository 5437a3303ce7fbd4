namespace Eidetic.Retrieval;

/// <summary>
/// Turns the final hits of a query into two kinds of probabilities that keep their word: that the images that could be named hold an answer at
/// all, and that a hit is the image that was meant. Two small logistic regressions, fitted on answers whose worth is known (Platt 1999, on several
/// features in place of one score). Immutable and safe to use from several threads.
/// </summary>
/// <remarks>
/// A probability of a match depends on how often queries have none. Both kinds of examples count alike, whatever their numbers, so it is the
/// probability where every other query has no answer. Of words that the text encoder does not know nothing can be said; their share of a
/// probability is not counted as a match.
/// </remarks>
public sealed class AnswerCalibration
{
    /// <summary>Hits that are looked at: a beam should be at least as wide.</summary>
    public const int Depth = AnswerFeatures.Depth;

    private const double Ridge = 1;
    private const int MostHits = 20;

    internal AnswerCalibration(LogisticModel match, LogisticModel hit, int answerable, int unanswerable) =>
        (Match, Hit, Answerable, Unanswerable) = (match, hit, answerable, unanswerable);

    /// <summary>Answerable queries it was fitted on.</summary>
    public int Answerable { get; }

    /// <summary>Unanswerable queries it was fitted on.</summary>
    public int Unanswerable { get; }

    internal LogisticModel Match { get; }

    internal LogisticModel Hit { get; }

    /// <summary>Fits a calibration. Same examples, same calibration.</summary>
    /// <param name="examples">Answers of both kinds, each with at least one hit.</param>
    /// <exception cref="ArgumentException">A kind is missing, or an answer has no hit.</exception>
    public static AnswerCalibration Fit(IReadOnlyList<CalibrationExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var answerable = examples.Count(example => example.Image is not null);
        var unanswerable = examples.Count - answerable;
        if (answerable == 0 || unanswerable == 0 || examples.Any(example => example.Answer.Hits.Count == 0))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected answerable and unanswerable queries, all with hits, got {answerable} and {unanswerable}."),
                nameof(examples));
        }

        var match = LogisticFit.Fit(
            AnswerFeatures.AnswerNames,
            [.. examples.Select(example => AnswerFeatures.OfAnswer(example.Answer))],
            [.. examples.Select(example => example.Image is null ? 0.0 : 1)],
            [.. examples.Select(example => examples.Count / 2.0 / (example.Image is null ? unanswerable : answerable))],
            Ridge);
        var hits = examples.Where(example => example.Image is not null)
            .SelectMany(example => example.Answer.Hits.Take(MostHits).Select((hit, place) => (Row: AnswerFeatures.OfHit(example.Answer, place), IsRight: hit.Image == example.Image)))
            .ToArray();
        var right = LogisticFit.Fit(
            AnswerFeatures.HitNames, [.. hits.Select(h => h.Row)], [.. hits.Select(h => h.IsRight ? 1.0 : 0)], [.. hits.Select(_ => 1.0)], Ridge);
        return new AnswerCalibration(match, right, answerable, unanswerable);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Abstractions.CheckpointFormatException">The file is missing, damaged, or of another form.</exception>
    public static AnswerCalibration Load(string path) => CalibrationFile.Read(path);

    /// <summary>Writes the calibration as JSON.</summary>
    /// <param name="path">The file; replaced.</param>
    public void Save(string path) => CalibrationFile.Write(path, this);

    /// <summary>The probability that the images that could be named hold an answer, 0..1; 0 where there is no hit.</summary>
    /// <param name="answer">The final hits.</param>
    /// <exception cref="ArgumentException">Hits and similarities differ in number, or a share is out of range.</exception>
    public double MatchProbability(RecalledAnswer answer)
    {
        Check(answer);
        return answer.Hits.Count == 0 ? 0 : (1 - answer.UnknownShare) * Match.Probability(AnswerFeatures.OfAnswer(answer));
    }

    /// <summary>
    /// For each hit the probability that it is the image that was meant, where the images that could be named hold it; together at most 1.
    /// </summary>
    /// <param name="answer">The final hits.</param>
    /// <exception cref="ArgumentException">Hits and similarities differ in number, or a share is out of range.</exception>
    public IReadOnlyList<double> Confidences(RecalledAnswer answer)
    {
        Check(answer);
        double[] confidences = [.. Enumerable.Range(0, answer.Hits.Count).Select(place => Hit.Probability(AnswerFeatures.OfHit(answer, place)))];
        var known = (1 - answer.UnknownShare) / Math.Max(1, confidences.Sum());
        return [.. confidences.Select(confidence => known * confidence)];
    }

    private static void Check(RecalledAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Hits.Count != answer.Similarities.Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected a similarity for each of {answer.Hits.Count} hits, got {answer.Similarities.Count}."), nameof(answer));
        }

        if (!(answer.CandidateShare is > 0 and <= 1) || !(answer.UnknownShare is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(answer), FormattableString.Invariant($"Expected shares in 0..1, got {answer.CandidateShare} and {answer.UnknownShare}."));
        }
    }
}
