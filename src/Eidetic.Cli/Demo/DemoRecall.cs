namespace Eidetic.Cli.Demo;

/// <summary>How well one way of searching finds the wanted images.</summary>
internal sealed record DemoRecall
{
    /// <summary>Name of the row.</summary>
    public required string Name { get; init; }

    /// <summary>Share of queries whose image comes first, 0..1.</summary>
    public required double RecallAt1 { get; init; }

    /// <summary>Share of queries whose image is among the first five, 0..1.</summary>
    public required double RecallAt5 { get; init; }

    /// <summary>Share of queries whose image is among the first ten, 0..1.</summary>
    public required double RecallAt10 { get; init; }

    /// <summary>Mean of 1/rank, 0..1.</summary>
    public required double Mrr { get; init; }

    /// <summary>Whether this row is what the others are compared with. Default false.</summary>
    public bool IsBaseline { get; init; }
}
