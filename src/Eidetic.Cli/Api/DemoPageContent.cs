using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using Eidetic.Cli.Demo;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Api;

/// <summary>Turns what the demo did into what its page shows.</summary>
internal static class DemoPageContent
{
    public static DemoReport From(DemoOutcome outcome)
    {
        var thumbnails = new Thumbnails(outcome.OpenImage);
        return new DemoReport
        {
            Title = $"{Display.Count(outcome.Memorizing.Images)} images, remembered",
            Summary = "A model memorized a collection of emoji in its parameters and recalls them by generating their identifiers.",
            Facts =
            [
                new DemoFact("images", Display.Count(outcome.Memorizing.Images)),
                new DemoFact("memorized", Display.Percent(outcome.Memorizing.MemorizeAccuracy)),
                new DemoFact("time to learn", Display.Duration(outcome.Memorizing.Elapsed)),
                new DemoFact("parameters", Display.Count(outcome.Memorizing.Parameters)),
                new DemoFact("identifiers", outcome.Info.Scheme),
            ],
            Recall = [.. Rows(outcome)],
            RecallNote = $"{Display.Count(outcome.Evaluation.Queries)} phrases that nothing was learned from, "
                + $"over {Display.Count(outcome.Evaluation.Candidates, "image")}; the dual encoder is exact cosine in the same shared space.",
            Queries = [.. outcome.Answers.Select(answer => Query(answer, outcome.OpenImage, thumbnails))],
            Curves = [.. Curves(outcome.Memorizing.Curve)],
            Command = outcome.Command,
            Provenance = $"Eidetic {Version()}, seed {outcome.Info.Seed.ToString(CultureInfo.InvariantCulture)}, "
                + $"{Display.Count(Environment.ProcessorCount, "processor")}, {RuntimeInformation.OSDescription.Trim()}; "
                + $"the demo took {Display.Duration(outcome.Elapsed)}",
            Credit = "Pictures: Noto Emoji, Apache License 2.0.",
        };
    }

    /// <summary>The encoded picture, or nothing when the memory has none.</summary>
    public static byte[] ReadPicture(string key, Func<string, Stream?> openImage)
    {
        using var stream = openImage(key);
        using var copy = new MemoryStream();
        stream?.CopyTo(copy);
        return copy.ToArray();
    }

    private static IEnumerable<DemoRecall> Rows(DemoOutcome outcome)
    {
        var report = outcome.Evaluation;
        yield return new DemoRecall
        {
            Name = "Eidetic, generative",
            RecallAt1 = report.RecallAt1,
            RecallAt5 = report.RecallAt5,
            RecallAt10 = report.RecallAt10,
            Mrr = report.Mrr,
        };
        if (report.Baseline is { } baseline)
        {
            yield return new DemoRecall
            {
                Name = "Dual encoder",
                RecallAt1 = baseline.RecallAt1,
                RecallAt5 = baseline.RecallAt5,
                RecallAt10 = baseline.RecallAt10,
                Mrr = baseline.Mrr,
                IsBaseline = true,
            };
        }
    }

    // The first hit of a query shows what lies below its tokens, the others their tokens alone: the page stays small.
    private static DemoQuery Query(DemoAnswer answer, Func<string, Stream?> openImage, Thumbnails thumbnails) => new()
    {
        Text = answer.Query,
        Wanted = answer.ExpectedImage,
        Remark = answer.Remark,
        Hits =
        [
            .. answer.Hits.Select(hit => ExplainedHit.From(
                hit, answer.Query, ReadPicture(hit.Key, openImage), hit.Rank == 1 ? thumbnails.OfExample : null) with
                {
                    IsWanted = hit.Key == answer.ExpectedImage,
                }),
        ],
    };

    private static IEnumerable<DemoCurve> Curves(IReadOnlyList<TrainingPoint> curve)
    {
        foreach (var stage in curve.GroupBy(point => point.Stage))
        {
            DemoPoint[] points = [.. stage.Select(point => new DemoPoint(point.Seconds, point.Loss))];
            yield return new DemoCurve { Name = $"Loss: {stage.Key}", YLabel = "nats", Series = [new DemoSeries("loss", points)] };
        }

        DemoSeries[] shares =
        [
            Shares("memorized", curve, point => point.MemorizeAccuracy),
            Shares("held-out recall@10", curve, point => point.HeldOutRecallAt10),
        ];
        var measured = shares.Where(series => series.Points.Count > 0).ToArray();
        if (measured.Length > 0)
            yield return new DemoCurve { Name = "What it remembers", YLabel = "share", Series = measured };
    }

    private static DemoSeries Shares(string name, IReadOnlyList<TrainingPoint> curve, Func<TrainingPoint, double?> read) =>
        new(name, [.. curve.Where(point => read(point) is not null).Select(point => new DemoPoint(point.Seconds, read(point)!.Value))]);

    /// <summary>Version of the program, with its commit where the build knew it.</summary>
    public static string Version() =>
        typeof(DemoPageContent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
