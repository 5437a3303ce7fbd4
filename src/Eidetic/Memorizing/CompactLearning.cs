namespace Eidetic;

/// <summary>
/// Choices of how the compact backbone names and learns a collection, beyond what it always does. All are off by default: what each brings is in
/// <c>docs/experiments.md</c>. A memory keeps them, and learns on by them when it is consolidated.
/// </summary>
public sealed record CompactLearning
{
    /// <summary>
    /// Codes of every level of <c>residual</c> identifiers, the coarse codes first, at least two levels; they may grow with depth. Null, the
    /// default, to choose by the collection's size.
    /// </summary>
    public IReadOnlyList<int>? Codebooks { get; init; }

    /// <summary>Whether codes of <c>residual</c> identifiers that name no image start anew, where images are told apart worst. Default false.</summary>
    public bool RevivesCodes { get; init; }

    /// <summary>
    /// How much captions move the codebooks of <c>residual</c> identifiers, so that a caption chooses its image's codes (a contrastive term; AVG,
    /// GENIUS), 0..1. Default 0: codebooks rebuild images and nothing else.
    /// </summary>
    public double CodebookContrast { get; init; }

    /// <summary>
    /// Temperature of the shared space, 0.01..1: what its similarities are divided by in the contrastive loss and in the retrieve targets. Null, the
    /// default, to learn it, or to keep that of a published space.
    /// </summary>
    public double? Temperature { get; init; }

    /// <summary>
    /// Temperature of the identifiers' distribution that a query is to be answered with, as a multiple of the shared space's, 0.1..10; below 1 the
    /// nearest images weigh more. Null, the default, for 2/3.
    /// </summary>
    public double? TargetTemperature { get; init; }

    /// <summary>
    /// Images near each image of a batch that the contrastive loss of the shared space sets beside it, 0..20. Default 0: batches are drawn by chance.
    /// </summary>
    public int HardNegatives { get; init; }

    /// <summary>
    /// Images near a caption's own, but in other branches of the trie, than which its own identifier is to be likelier by a margin, 0..20. Default 0.
    /// </summary>
    public int BranchNegatives { get; init; }

    /// <summary>Part of the learning, its last, that also learns to rank what the model's own beams find (AVG, LTRGR), 0..0.9. Default 0.</summary>
    public double RankShare { get; init; }

    /// <summary>
    /// How much two answers to the same query, with other units of the decoder dropped, are to agree (R-Drop, CART), 0..100. Default 0. Above 0
    /// learning from texts costs twice.
    /// </summary>
    public double RDrop { get; init; }

    /// <summary>Whether nothing is chosen.</summary>
    internal bool IsDefault => this == new CompactLearning();
}
