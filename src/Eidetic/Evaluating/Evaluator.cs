using System.Diagnostics;
using Eidetic.Abstractions;
using Eidetic.Evaluation;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// Measures generative recall, and on request the dual encoder, i.e. exact cosine in the same shared space, on the same queries in the
/// same run. Quality is measured in batches, latency one query at a time, from text to ranking, after a warm-up.
/// </summary>
internal sealed class Evaluator(RecallEngine engine, EvaluateOptions options, IProgress<double>? progress)
{
    private const int Warmup = 10;
    private const int TimedQueries = 200;
    private readonly int[] _relevant = Relevant(engine, options);
    private readonly int _beams = engine.Defaults.Width(options.Beams, QueryChecks.FewestEvaluatedHits);
    private readonly IReadOnlyCollection<string>? _candidates = options.Candidates ?? Usual(engine, options);

    public EvaluationReport Run(CancellationToken cancellationToken)
    {
        var mask = engine.Masks.For(_candidates, options.Filter)?.Mask;
        var ranks = Ranks(mask, cancellationToken);
        var timed = options.Queries.Take(Warmup + TimedQueries).Select(q => q.Query).ToArray();
        var search = new BeamSearchOptions { Beams = _beams, Top = _beams };
        var latency = Time(timed, text => engine.Decode([RecallQuery.FromText(text)], search, options.Rerank, mask, cancellationToken, options.Shaping));
        var candidates = mask?.ImageCount ?? engine.Book.Keys.Count;
        var baseline = options.Baseline ? Baseline(Encode(cancellationToken), timed, mask) : null;
        var calibration = options.Calibration ? new CalibrationMeasurement(engine, options, _relevant, mask, _beams).Run(cancellationToken) : null;
        progress?.Report(1);
        return EvaluationReport.Create(ranks, candidates, latency, baseline) with { Calibration = calibration };
    }

    private static int[] Relevant(RecallEngine engine, EvaluateOptions options)
    {
        QueryChecks.Check(options);
        if (options.Calibration)
        {
            CalibrationMeasurement.Require(engine);
        }

        foreach (var key in options.Candidates ?? [])
        {
            ImageOf(engine, key);
        }

        return [.. options.Queries.Select(q => ImageOf(engine, q.Image))];
    }

    // Who measures with other images than the recipe's would read zeros as the memory's fault.
    private static IReadOnlySet<string>? Usual(RecallEngine engine, EvaluateOptions options)
    {
        var usual = engine.UsualCandidates();
        var stranger = usual is null ? null : options.Queries.FirstOrDefault(query => !usual.Contains(query.Image));
        return stranger is null
            ? usual
            : throw new SourceException(
                $"Expected queries about images of the split '{engine.Model.Defaults.Candidates}', among which the memory's recipe measures, found '{stranger.Image}': name the candidates with --candidates.");
    }

    private FeatureMatrix Encode(CancellationToken cancellationToken)
    {
        FeatureMatrix? all = null;
        for (var start = 0; start < options.Queries.Count; start += options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = engine.Model.TextVectors([.. options.Queries.Skip(start).Take(options.BatchSize).Select(q => q.Query)]);
            all ??= new FeatureMatrix(options.Queries.Count, batch.Dim);
            batch.Values.CopyTo(all.Values.AsSpan(start * batch.Dim));
            progress?.Report(0.8 + 0.2 * (start + batch.Rows) / options.Queries.Count);
        }

        return all!;
    }

    private int?[] Ranks(TrieMask? mask, CancellationToken cancellationToken)
    {
        var ranks = new int?[options.Queries.Count];
        var search = new BeamSearchOptions { Beams = _beams, Top = _beams };
        for (var start = 0; start < ranks.Length; start += options.BatchSize)
        {
            var rows = Math.Min(options.BatchSize, ranks.Length - start);
            var batch = options.Queries.Skip(start).Take(rows).Select(q => RecallQuery.FromText(q.Query));
            var answers = engine.Decode([.. batch], search, options.Rerank, mask, cancellationToken, options.Shaping);
            for (var i = 0; i < rows; i++)
            {
                ranks[start + i] = RankOf(answers[i], _relevant[start + i]);
            }

            progress?.Report(0.8 * (start + rows) / ranks.Length);
        }

        return ranks;
    }

    private BaselineReport Baseline(FeatureMatrix texts, string[] timed, TrieMask? mask)
    {
        var index = new ExactIndex(engine.Answers.Vectors.ToSharedMatrix());
        if (mask is not null)
        {
            index = index.Restrict(Enumerable.Range(0, engine.Book.Keys.Count).Where(mask.AllowsImage));
        }

        var ranks = index.RankAll(texts, _relevant);
        var latency = Time(timed, text => index.Top(engine.Model.TextVectors([text])[0], _beams));
        return BaselineReport.Create(ranks, latency, depth: _beams);
    }

    private static LatencySummary Time(string[] queries, Func<string, object> answer)
    {
        var durations = new List<TimeSpan>(queries.Length);
        foreach (var query in queries)
        {
            var start = Stopwatch.GetTimestamp();
            answer(query);
            durations.Add(Stopwatch.GetElapsedTime(start));
        }

        return LatencySummary.FromDurations(durations.Count > Warmup ? durations[Warmup..] : durations);
    }

    private static int? RankOf(IReadOnlyList<RecalledImage> hits, int image)
    {
        for (var place = 0; place < hits.Count; place++)
        {
            if (hits[place].Image == image)
            {
                return place + 1;
            }
        }

        return null;
    }

    private static int ImageOf(RecallEngine engine, string key) => engine.Book.TryGetImage(key, out var image)
        ? image
        : throw new SourceException($"Expected queries and candidates that the memory holds, found '{key}', which it does not: check the keys.");
}
