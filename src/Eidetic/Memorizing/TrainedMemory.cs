using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>What learning leaves, before it is saved. Owns its parts.</summary>
/// <param name="Model">What was learned.</param>
/// <param name="Book">The identifiers.</param>
/// <param name="Vectors">Every image as queries are compared with it.</param>
/// <param name="Reranking">What was learned about ordering found images, or null.</param>
/// <param name="MemorizeAccuracy">Share of images that greedy generation names from the picture, 0..1; a byte-identical twin counts.</param>
internal sealed record TrainedMemory(ITrainedModel Model, IdentifierBook Book, ImageVectors Vectors, RerankingFacts? Reranking, double MemorizeAccuracy) : IDisposable
{
    /// <summary>float32 [vocab, sharedDim]: the tokens' vectors as assigned, where new images can be named by them; else null.</summary>
    public FeatureMatrix? Codebooks { get; init; }

    public void Dispose()
    {
        Model.Dispose();
        Book.Dispose();
    }
}
