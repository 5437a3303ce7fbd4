using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Abstractions;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>What a memory learned about ordering found images, as kept in <c>reranking.json</c>.</summary>
internal sealed record RerankingFacts
{
    /// <summary>What cosines are multiplied with: the inverse of the shared space's temperature.</summary>
    public required double Scale { get; init; }

    /// <summary>Weights of dense similarity alone beside the identifiers' probability.</summary>
    public required RerankWeights Similarity { get; init; }

    /// <summary>Weights of reverse likelihood alone; null where the collection has no word space.</summary>
    public required RerankWeights? Likelihood { get; init; }

    /// <summary>Weights of both; null where the collection has no word space.</summary>
    public required RerankWeights? Both { get; init; }

    /// <summary>Held-out texts the weights were learned from.</summary>
    public required int Queries { get; init; }

    /// <summary>All that the memory can order by.</summary>
    [JsonIgnore]
    public RerankEvidence All => Both is null ? RerankEvidence.Similarity : RerankEvidence.Both;

    /// <summary>The weights of a choice.</summary>
    /// <exception cref="ArgumentException">The memory knows no words, and likelihood was asked for.</exception>
    public RerankWeights WeightsOf(RerankEvidence evidence) => evidence switch
    {
        RerankEvidence.Similarity => Similarity,
        RerankEvidence.Likelihood when Likelihood is { } weights => weights,
        RerankEvidence.Both when Both is { } weights => weights,
        _ => throw new ArgumentException("Expected a memory that knows the words of its captions to rerank by likelihood, this one does not: rerank by similarity."),
    };

    /// <summary>Reads the file, or gives null where a memory has none.</summary>
    /// <exception cref="MemoryException">The file is damaged.</exception>
    public static RerankingFacts? Load(MemoryGeneration generation)
    {
        var path = generation[MemoryGeneration.RerankingFile];
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RerankingJson.Default.RerankingFacts);
        }
        catch (JsonException exception)
        {
            throw new MemoryException(
                generation.Memory, $"Expected readable weights in {path} ({exception.Message}): restore the file or build the memory anew.", exception);
        }
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, RerankingJson.Default.RerankingFacts));
}

/// <summary>How reranking weights are written; unknown keys are refused.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RerankingFacts))]
internal sealed partial class RerankingJson : JsonSerializerContext;
