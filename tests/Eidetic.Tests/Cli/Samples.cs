using Eidetic.Abstractions;
using Eidetic.Evaluation;

namespace Eidetic.Tests.Cli;

/// <summary>Ready-made answers of the library.</summary>
internal static class Samples
{
    public static MemorizeReport Report(string memory) => new()
    {
        Images = 1912,
        Captions = 3824,
        PseudoCaptioned = 12,
        Skipped = 0,
        Problems = [],
        Identifiers = "residual",
        MemorizeAccuracy = 0.9958,
        Parameters = 1_234_567,
        Elapsed = TimeSpan.FromSeconds(75),
        Memory = memory,
    };

    public static AddReport AddReport() => new()
    {
        Added = ["new.png", "größer.png"],
        AlreadyThere = 3,
        PseudoCaptioned = 1,
        Skipped = 1,
        Problems = [new SourceProblem("bad.png", "no picture")],
        Images = 1914,
        Encoding = TimeSpan.FromSeconds(2),
        Elapsed = TimeSpan.FromSeconds(2.5),
    };

    public static ConsolidateReport ConsolidateReport() => new()
    {
        Images = 1914,
        Added = 2,
        Removed = 1,
        MemorizeAccuracyBefore = 0.75,
        MemorizeAccuracy = 0.99,
        AddedAccuracyBefore = 0.5,
        AddedAccuracy = 1,
        Elapsed = TimeSpan.FromSeconds(75),
    };

    public static Hit Hit() => new()
    {
        Rank = 1,
        Key = "umbrella.png",
        Path = null,
        Probability = 0.25,
        Score = -1.5,
        Identifier = ["a17", "b3"],
    };

    public static Hit ExplainedHit() => Hit() with
    {
        Trace = [new TraceStep("a17", Math.Log(0.5), "a[2]", Math.Log(0.125)), new TraceStep("b3", 0, null, null)],
    };

    /// <summary>With what lies below each token, and the words of the query "keep the rain off".</summary>
    public static Hit DeeplyExplainedHit() => Hit() with
    {
        Trace =
        [
            new TraceStep("a17", Math.Log(0.5), "a[2]", Math.Log(0.125))
            {
                Branch = new TraceBranch(3, ["cloud.png", "drop.png"], ["rain", "wet"]),
                RunnerUpBranch = new TraceBranch(1200, ["sun.png", "sea.png", "sand.png", "palm.png"], []),
            },
            new TraceStep("b3", 0, null, null) { Branch = new TraceBranch(1, [], []) },
        ],
        Words = [new WordInfluence("rain", 9, 2.25), new WordInfluence("off", 14, -0.5), new WordInfluence("keep", 0, 0.01)],
    };

    public static EvaluationReport Evaluation() => new()
    {
        Queries = 1000,
        Candidates = 1912,
        RecallAt1 = 0.45,
        RecallAt5 = 0.7,
        RecallAt10 = 0.8,
        Mrr = 0.5631,
        LatencyMs = new LatencySummary(P50: 12.34, P95: 20, Mean: 13),
        Baseline = new BaselineReport
        {
            RecallAt1 = 0.3,
            RecallAt5 = 0.7,
            RecallAt10 = 0,
            Mrr = 0.5,
            LatencyMs = new LatencySummary(P50: 0.1234, P95: 2, Mean: 1),
        },
    };

    public static MemoryInfo Info() => new()
    {
        FormatVersion = 1,
        Scheme = "residual",
        Model = "compact",
        Seed = 7,
        Images = 1912,
        Captions = 3824,
        PseudoCaptions = 36,
        VocabularySize = 512,
        TrieNodes = 4000,
        MaxDepth = 5,
        Parameters = 1_234_567,
        MemorizeAccuracy = 0.9958,
        CreatedAt = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)),
        EncoderNames = ["mobilenet", "use"],
        Files = [new MemoryFile("model.safetensors", 4_000_000, "ab12")],
        Duplicates = 2,
        AddedImages = 12,
        RemovedImages = 3,
    };
}
