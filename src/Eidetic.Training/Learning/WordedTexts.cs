using Eidetic.Abstractions;

namespace Eidetic.Training;

/// <summary>The words of a collection's texts, as queries hold them.</summary>
/// <param name="Vectors">float32 [texts, wordDim].</param>
/// <param name="ImageLength">What the words' part of an image's vector is multiplied with where the image stands in for a query.</param>
internal sealed record WordedTexts(FeatureMatrix Vectors, double ImageLength);
