using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>Names the images of a collection by the scheme that was asked for.</summary>
internal sealed class IdentifierAssigner(MemorizeOptions options, Collection collection, LearningMaterial material, torch.Device device)
{
    /// <summary>Names all images.</summary>
    /// <param name="shared">Learned.</param>
    /// <param name="words">Learned, or null.</param>
    /// <param name="compact">Sizes of both.</param>
    /// <param name="vectors">float32 [images, namingDim]: every image as identifiers are made of it.</param>
    /// <param name="source">The published model whose tokens identifiers are written in, or null.</param>
    /// <param name="recipe">Its recipe, whose choices of the scheme count then, or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public IdentifierAssignment Assign(
        SharedSpace shared, WordSpace? words, CompactOptions compact, FeatureMatrix vectors, IModelSource? source, LearningRecipe? recipe,
        CancellationToken cancellationToken) => IdentifierSchemes.Create(options.Identifiers, recipe?.IdentifierOptions ?? Choices()).Assign(
            new IdentifierRequest
            {
                Keys = collection.Keys,
                Vectors = vectors,
                Captions = [.. material.Captions.Select(list => (IReadOnlyList<string>)[.. list.Select(c => c.Text)])],
                CaptionVectors = options.Learning.CodebookContrast > 0 ? EmbedCaptions(shared, words, compact) : null,
                CutText = source is null ? null : LanguageTraining.CutText(source),
                Seed = options.Seed,
            },
            cancellationToken);

    private IdentifierSchemeOptions Choices() => new()
    {
        Codebooks = options.Learning.Codebooks,
        RevivesCodes = options.Learning.RevivesCodes,
        CodebookContrast = options.Learning.CodebookContrast,
    };

    // Captions as queries; those that a model wrote say nothing about what people will ask.
    private FeatureMatrix EmbedCaptions(SharedSpace shared, WordSpace? words, CompactOptions compact)
    {
        if (material.Set.TextFeatures is not { } heard)
        {
            return new FeatureMatrix(0, compact.QueryDim);
        }

        var captions = CompactVectors.Texts(shared, words, heard, material.Texts, compact, device);
        foreach (var pseudo in Enumerable.Range(0, captions.Rows).Where(text => material.Set.IsPseudo[text]))
        {
            captions[pseudo].Clear();
        }

        return captions;
    }
}
