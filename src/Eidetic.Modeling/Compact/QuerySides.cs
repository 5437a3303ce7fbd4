using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>What a batch of rows asks with: the text side, the image side, or both.</summary>
/// <param name="Text">float32 [batch, queryDim]: unit vectors of the shared space, then the words' where there are any; or null.</param>
/// <param name="Image">The image side, or null.</param>
internal sealed record QuerySides(Tensor? Text, ImageSide? Image)
{
    /// <summary>One vector a row: the side that is there, or the middle of both; float32 [batch, queryDim].</summary>
    /// <param name="sharedDim">Length of the shared space's part.</param>
    public Tensor Joint(int sharedDim) => (Text, Image) switch
    {
        ({ } text, { } image) => QueryVectors.Mix(text, image.Shared, 0.5, sharedDim),
        ({ } text, null) => text.alias(),
        (null, { } image) => image.Shared.alias(),
        _ => throw new ArgumentException("Expected a text side, an image side, or both, got neither."),
    };
}

/// <summary>
/// Pictures as the decoder takes them: where they lie in the shared space, and what the eyes saw, since pictures that mean the same lie
/// together and must still be told apart.
/// </summary>
/// <param name="Shared">float32 [batch, queryDim]: as a text side that asks for the very picture.</param>
/// <param name="Seen">float32 [batch, ImageDim], standardized.</param>
internal sealed record ImageSide(Tensor Shared, Tensor Seen);
