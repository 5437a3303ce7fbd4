namespace Eidetic.Extensions.AI;

/// <summary>An image that a chat model gets as an answer of the tool.</summary>
/// <param name="Image">Key of the image.</param>
/// <param name="Probability">How sure the memory is, 0..1: calibrated where it can be, else the model's own word.</param>
/// <param name="Caption">What is known to be on it, or null.</param>
public sealed record RecalledImage(string Image, double Probability, string? Caption);
