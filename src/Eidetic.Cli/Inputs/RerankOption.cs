using System.CommandLine;
using Eidetic.Abstractions;

namespace Eidetic.Cli.Inputs;

/// <summary><c>--rerank none|similarity|likelihood|both</c>.</summary>
internal static class RerankOption
{
    private static readonly Dictionary<string, RerankEvidence> Names = new(StringComparer.Ordinal)
    {
        ["none"] = RerankEvidence.None,
        ["similarity"] = RerankEvidence.Similarity,
        ["likelihood"] = RerankEvidence.Likelihood,
        ["both"] = RerankEvidence.Both,
    };

    /// <summary>Null when the option is not given.</summary>
    public static Option<RerankEvidence?> Create() => ValueOption.Checked<RerankEvidence?>(
        "--rerank", string.Join('|', Names.Keys), "order found images by their stored vectors, by how likely their captions hold the query's words, or by both (default: all the memory has)",
        text => Names.TryGetValue(text, out var evidence) ? evidence : throw new UsageException($"--rerank must be one of {string.Join(", ", Names.Keys)}, got '{text}'"));
}
