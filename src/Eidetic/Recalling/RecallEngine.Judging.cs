using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>How likely answers are right, and when nothing matches.</summary>
internal sealed partial class RecallEngine
{
    /// <summary>What answers are worth; null where the memory is not calibrated.</summary>
    public AnswerCalibration? Calibration { get; }

    /// <summary>Puts together what a calibration looks at.</summary>
    public AnswerReader Answers { get; }

    private static AnswerCalibration? LoadCalibration(MemoryGeneration generation) =>
        generation.Has(MemoryGeneration.CalibrationFile)
            ? AnswerCalibration.Load(generation[MemoryGeneration.CalibrationFile])
            : null;

    /// <exception cref="ArgumentException">Nobody can say how likely an answer to these queries is.</exception>
    /// <exception cref="MemoryException">The memory is not calibrated.</exception>
    private void RequireJudgement(IReadOnlyList<RecallQuery> queries, RecallOptions options, int beams)
    {
        if (options.MinProbability is null)
        {
            return;
        }

        if (queries.Any(query => query.Image is not null))
        {
            throw new ArgumentException("--min-probability judges descriptions in words, got a picture: leave one of the two out.", nameof(options));
        }

        if (beams < AnswerCalibration.Depth)
        {
            throw new ArgumentException($"--beams must be at least {AnswerCalibration.Depth} with --min-probability, got {beams}.", nameof(options));
        }

        if (Calibration is null)
        {
            throw new MemoryException(
                Generation.Memory,
                $"The memory {Generation.Memory} cannot say how likely a match is: at least {Calibrator.FewestTexts} captions must be kept back when it is learned, from at least 50 captioned images. Leave --min-probability out, or memorize with more captions.");
        }
    }

    private bool CanJudge(RecallQuery[] group, int beams) =>
        Calibration is not null && group[0].Image is null && beams >= AnswerCalibration.Depth;

    /// <summary>Adds to results how likely they are, and withholds what is less likely than was asked for.</summary>
    /// <param name="results">Answers to queries in words, in order.</param>
    /// <param name="vectors">float32 [queries, dim]: the queries as the search read them, or null where the model keeps no vectors.</param>
    /// <param name="hits">For each everything the search found.</param>
    /// <param name="mask">Which images could be named, or null for all.</param>
    /// <param name="least">The least probability of a match, or null.</param>
    private IEnumerable<RecallResult> Judge(
        RecallResult[] results, FeatureMatrix? vectors, IReadOnlyList<IReadOnlyList<RecalledImage>> hits, TrieMask? mask, double? least)
    {
        vectors ??= Answers.Embed([.. results.Select(result => result.Query.Text!)]);
        for (var i = 0; i < results.Length; i++)
        {
            var answer = Answers.Read(vectors[i], results[i].UnknownShare ?? 0, hits[i], mask);
            var match = Calibration!.MatchProbability(answer);
            var confidences = Calibration.Confidences(answer);
            IReadOnlyList<Hit> judged = [.. results[i].Hits.Select((hit, place) => hit with { Confidence = confidences[place] })];
            yield return match < least
                ? results[i] with { Hits = [], MatchProbability = match, NoMatch = true, Closest = judged.Count > 0 ? judged[0] : null }
                : results[i] with { Hits = judged, MatchProbability = match };
        }
    }
}
