using Eidetic.Data;

namespace Eidetic;

/// <summary>What a memory holds and how it came about.</summary>
public sealed record MemoryInfo
{
    /// <summary>Version of the folder's format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The identifier scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>The backbone.</summary>
    public required string Model { get; init; }

    /// <summary>The seed it was memorized with.</summary>
    public required int Seed { get; init; }

    /// <summary>Images that can be recalled.</summary>
    public required int Images { get; init; }

    /// <summary>Captions learned from, pseudo-captions not counted.</summary>
    public required int Captions { get; init; }

    /// <summary>Pseudo-captions learned from.</summary>
    public required int PseudoCaptions { get; init; }

    /// <summary>Tokens that identifiers are made of.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Nodes of the trie.</summary>
    public required long TrieNodes { get; init; }

    /// <summary>Tokens of the longest identifier.</summary>
    public required int MaxDepth { get; init; }

    /// <summary>Trained parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Share of images whose identifier the model generates greedily from their picture, 0..1.</summary>
    public required double MemorizeAccuracy { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The frozen towers it was built with, eyes first.</summary>
    public required IReadOnlyList<string> EncoderNames { get; init; }

    /// <summary>Folder of the published model whose eyes it was learned with, or null for those that ship.</summary>
    public string? Eyes { get; init; }

    /// <summary>Folder of the published model whose ears it was learned with, or null for those that ship.</summary>
    public string? Ears { get; init; }

    /// <summary>
    /// What the vectors are that identifiers were made of: <c>shared space</c>, or the name of published eyes that named the images by what they
    /// see themselves; null where identifiers are made of no vectors.
    /// </summary>
    public string? NamedBy { get; init; }

    /// <summary>The files of its generation.</summary>
    public required IReadOnlyList<MemoryFile> Files { get; init; }

    /// <summary>Images that came since the memory was memorized or consolidated: named, not learned yet.</summary>
    public int AddedImages { get; init; }

    /// <summary>Images that went since then.</summary>
    public int RemovedImages { get; init; }

    /// <summary>Tags with the number of their images, the most used first; empty when no image has one.</summary>
    public IReadOnlyList<TagUse> Tags { get; init; } = [];

    /// <summary>Images that have a date.</summary>
    public int Dated { get; init; }

    /// <summary>The first of their dates, or null when there is none.</summary>
    public DateTime? FirstDate { get; init; }

    /// <summary>The last of their dates, or null when there is none.</summary>
    public DateTime? LastDate { get; init; }

    /// <summary>Images whose bytes equal those of another image; each keeps its own key.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Name of the generation that answers: it changes whenever images come, go or are learned.</summary>
    public string Generation { get; init; } = "";

    /// <summary>Whether answers carry calibrated probabilities, and <see cref="Abstractions.RecallOptions.MinProbability"/> may be asked for.</summary>
    public bool IsCalibrated { get; init; }

    /// <summary>Whether found images are ordered by more than their identifiers' probability.</summary>
    public bool Reranks { get; init; }
}
