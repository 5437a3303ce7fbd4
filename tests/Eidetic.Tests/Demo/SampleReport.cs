using Eidetic.Cli.Demo;

namespace Eidetic.Tests.Demo;

/// <summary>A small report with everything the page can show; its numbers are made up and only fill the page.</summary>
internal static class SampleReport
{
    public static DemoReport Create() => new()
    {
        Title = "Four images, remembered",
        Summary = "A made-up report that fills the page in tests.",
        Facts = [new DemoFact("images", "4"), new DemoFact("time to learn", "0:10")],
        Recall =
        [
            new DemoRecall { Name = "Eidetic", RecallAt1 = 0.5, RecallAt5 = 0.75, RecallAt10 = 1, Mrr = 0.625 },
            new DemoRecall { Name = "Dual encoder", RecallAt1 = 0.25, RecallAt5 = 0.75, RecallAt10 = 1, Mrr = 0.5, IsBaseline = true },
        ],
        RecallNote = "Four queries over four images.",
        Queries =
        [
            new DemoQuery
            {
                Text = "a red disc",
                Wanted = "red.png",
                Hits = [Hit(1, "red.png", "red disc", 0.93, isWanted: true), Hit(2, "blue.png", "blue disc", 0.0004, isWanted: false)],
            },
            new DemoQuery { Text = "a square", Wanted = "square.png", Hits = [Hit(1, "blue.png", "blue disc", 0.2, isWanted: false)] },
            new DemoQuery { Text = "nothing at all", Hits = [] },
        ],
        Curves =
        [
            new DemoCurve
            {
                Name = "Loss",
                YLabel = "nats a token",
                Series = [new DemoSeries("learned captions", Falling(3.1, 40)), new DemoSeries("held-out captions", Falling(3.4, 10))],
            },
            new DemoCurve { Name = "Never measured", YLabel = "share", Series = [new DemoSeries("accuracy", [])] },
        ],
        Command = "eidetic demo --output demo",
        Provenance = "commit 0000000, seed 1, a machine of the tests",
        Credit = "Pictures: generated.",
    };

    public static DemoHit Hit(int rank, string key, string name, double probability, bool isWanted) => new()
    {
        Rank = rank,
        Key = key,
        Name = name,
        Picture = GeneratedPng.Disc(16, red: (byte)(rank == 1 ? 220 : 40), green: 40, blue: 90),
        Probability = probability,
        IsWanted = isWanted,
        Steps = [new DemoStep("c3", 0.97, "c1", 0.02), new DemoStep("r17", 0.96)],
    };

    /// <summary>A hit with words, and with what lies below its tokens.</summary>
    public static DemoHit ExplainedHit(string text) => Hit(1, text, text, 0.5, isWanted: false) with
    {
        Steps =
        [
            new DemoStep(text, 0.97, text, 0.02)
            {
                Branch = new DemoBranch(1, [], []),
                RunnerUpBranch = new DemoBranch(12_345, [text, "disc"], [new DemoExample(text, GeneratedPng.Disc(8, 1, 2, 3)), new DemoExample(text, default)]),
            },
            new DemoStep("r1", 1) { Branch = new DemoBranch(2, [], [new DemoExample("twin", GeneratedPng.Disc(8, 1, 2, 3))]) },
        ],
        Words = [new DemoWord("a "), new DemoWord(text, 2.5), new DemoWord("disc", -0.5), new DemoWord("red", 0.01)],
    };

    private static DemoPoint[] Falling(double start, int count) =>
        [.. Enumerable.Range(0, count).Select(index => new DemoPoint(index * 300.0 / count, start * Math.Exp(-3.0 * index / count)))];
}
