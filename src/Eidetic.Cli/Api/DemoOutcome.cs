using Eidetic.Evaluation;

namespace Eidetic.Cli.Api;

/// <summary>Everything the demo did, for its page.</summary>
internal sealed record DemoOutcome
{
    /// <summary>How memorizing went.</summary>
    public required MemorizeReport Memorizing { get; init; }

    /// <summary>What the memory holds.</summary>
    public required MemoryInfo Info { get; init; }

    /// <summary>Sample queries with what came back.</summary>
    public required IReadOnlyList<DemoAnswer> Answers { get; init; }

    /// <summary>Recall on the held-out phrases, beside the baseline.</summary>
    public required EvaluationReport Evaluation { get; init; }

    /// <summary>Opens the encoded bytes of an image by its key; null for an unknown key.</summary>
    public required Func<string, Stream?> OpenImage { get; init; }

    /// <summary>The command that does the same again.</summary>
    public required string Command { get; init; }

    /// <summary>Time the whole demo took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
