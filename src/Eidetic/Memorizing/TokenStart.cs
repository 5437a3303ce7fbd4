using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>What a decoder is told of its tokens before it learns: how many identifiers hold each, and how far apart the images behind it lie.</summary>
/// <param name="Counts">For each token the number of identifiers that hold it.</param>
/// <param name="Spreads">
/// For each token the mean squared distance, in the shared space, of the images that begin with it from its vector; 0 where it has none.
/// </param>
internal sealed record TokenStart(IReadOnlyList<int> Counts, IReadOnlyList<float> Spreads)
{
    /// <summary>Looks at an assignment.</summary>
    /// <param name="assignment">Every image's identifiers.</param>
    /// <param name="vectors">float32 [images, queryDim]: the images' vectors, from which they were assigned.</param>
    /// <param name="sharedDim">Length of the shared space's part of them.</param>
    public static TokenStart Of(IdentifierAssignment assignment, FeatureMatrix vectors, int sharedDim)
    {
        var (counts, begun, spreads) = (new int[assignment.Vocabulary.Count], new int[assignment.Vocabulary.Count], new float[assignment.Vocabulary.Count]);
        foreach (var identifier in assignment.Identifiers)
        {
            foreach (var token in identifier.Tokens)
            {
                counts[token]++;
            }

            var first = identifier.Tokens[0];
            if (assignment.TokenVectors is { } places && places[first].ContainsAnyExcept(0f))
            {
                var distance = TensorPrimitives.Distance<float>(vectors[identifier.Image][..sharedDim], places[first][..sharedDim]);
                begun[first]++;
                spreads[first] += (distance * distance - spreads[first]) / begun[first];
            }
        }

        return new TokenStart(counts, spreads);
    }
}
