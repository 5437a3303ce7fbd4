using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Tiles as towers take them: scaled to 0..1, then normalized channel by channel.</summary>
internal static class TilePixels
{
    /// <summary>Mean of CLIP's training pictures (openai/CLIP <c>clip.py</c>, <c>_transform</c>).</summary>
    public static readonly float[] ClipMean = [0.48145466f, 0.4578275f, 0.40821073f];

    /// <summary>Their standard deviation.</summary>
    public static readonly float[] ClipDeviation = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>Mean and deviation that bring values to -1..1 (SigLIP, Idefics3).</summary>
    public static readonly float[] Half = [0.5f, 0.5f, 0.5f];

    /// <param name="pictures">Squares of the tower's size.</param>
    /// <param name="size">Width and height.</param>
    /// <param name="mean">Of each channel, in 0..1.</param>
    /// <param name="deviation">Of each channel.</param>
    /// <returns>float32 [pictures, 3, size, size].</returns>
    /// <exception cref="ArgumentException">A picture has another size.</exception>
    public static Tensor Of(IReadOnlyList<RgbImage> pictures, int size, float[] mean, float[] deviation)
    {
        using var scope = NewDisposeScope();
        var bytes = empty([pictures.Count, size, size, 3], ScalarType.Byte);
        for (var i = 0; i < pictures.Count; i++)
        {
            if (pictures[i].Width != size || pictures[i].Height != size)
            {
                throw new ArgumentException($"Expected pictures of {size}x{size}, got {pictures[i].Width}x{pictures[i].Height} at {i}.", nameof(pictures));
            }

            pictures[i].Pixels.CopyTo(bytes.bytes[(i * size * size * 3)..]);
        }

        var (middle, spread) = (TorchCopies.Copy(mean, CPU, 3), TorchCopies.Copy(deviation, CPU, 3));
        return ((bytes.to(ScalarType.Float32).OverInPlace(255) - middle) / spread).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
