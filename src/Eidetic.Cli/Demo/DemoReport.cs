namespace Eidetic.Cli.Demo;

/// <summary>What the page of results shows, already measured: the page computes nothing of its own.</summary>
internal sealed record DemoReport
{
    /// <summary>Heading of the page, as in <c>1,912 images, remembered</c>.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence under the heading, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>Figures worth knowing first: images, time to learn, size of the model.</summary>
    public IReadOnlyList<DemoFact> Facts { get; init; } = [];

    /// <summary>One row for each way of searching, the baseline among them.</summary>
    public IReadOnlyList<DemoRecall> Recall { get; init; } = [];

    /// <summary>What the recall was measured on, one sentence, or null.</summary>
    public string? RecallNote { get; init; }

    /// <summary>Sample queries with what came back.</summary>
    public IReadOnlyList<DemoQuery> Queries { get; init; } = [];

    /// <summary>How learning went.</summary>
    public IReadOnlyList<DemoCurve> Curves { get; init; } = [];

    /// <summary>The command that makes this page again.</summary>
    public required string Command { get; init; }

    /// <summary>Commit, seed and machine, in one line.</summary>
    public required string Provenance { get; init; }

    /// <summary>Where the pictures come from and their licence, or null.</summary>
    public string? Credit { get; init; }
}
