using System.Text.Json.Serialization;

namespace Eidetic;

/// <summary>What <c>memory.json</c> says of a generation.</summary>
internal sealed record MemoryManifest
{
    /// <summary>The format this program writes. Since 2, images may have come and gone since the book was written.</summary>
    public const int CurrentFormat = 2;

    public required int FormatVersion { get; init; }

    public required string Scheme { get; init; }

    public required string Model { get; init; }

    public required int Seed { get; init; }

    public required string Source { get; init; }

    /// <summary>Sources of images that came later, in their order; null where none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AddedSources { get; init; }

    public required int Images { get; init; }

    public required int Captions { get; init; }

    public required int PseudoCaptions { get; init; }

    public required long Parameters { get; init; }

    public required double MemorizeAccuracy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Fingerprints of the frozen towers the weights were learned with, by name.</summary>
    public required IReadOnlyDictionary<string, string> Encoders { get; init; }

    /// <summary>Folder of the published model whose eyes it was learned with; null for those that ship.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Eyes { get; init; }

    /// <summary>Folder of the published model whose ears it was learned with; null for those that ship.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Ears { get; init; }

    /// <summary>The choices it was learned by; null for a published model, and where it was learned before there were any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompactLearning? Learning { get; init; }

    public required IReadOnlyList<MemoryFile> Files { get; init; }
}

/// <summary>How manifests are written; unknown keys are refused.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(MemoryManifest))]
[JsonSerializable(typeof(RunConfiguration))]
[JsonSerializable(typeof(CompactLearning))]
internal sealed partial class FolderJson : JsonSerializerContext;
