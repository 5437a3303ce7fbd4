using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Pictures as CLIP's tower takes them (openai/CLIP <c>clip.py</c>, <c>_transform</c>).</summary>
internal static class FlamingoPixels
{
    /// <param name="pictures">Squares of the tower's size.</param>
    /// <param name="size">Width and height.</param>
    /// <returns>float32 [pictures, 3, size, size], normalized with CLIP's mean and deviation.</returns>
    /// <exception cref="ArgumentException">A picture has another size.</exception>
    public static Tensor Of(IReadOnlyList<RgbImage> pictures, int size)
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

        var mean = TorchCopies.Copy([0.48145466f, 0.4578275f, 0.40821073f], CPU, 3);
        var deviation = TorchCopies.Copy([0.26862954f, 0.26130258f, 0.27577711f], CPU, 3);
        return ((bytes.to(ScalarType.Float32).div_(255) - mean) / deviation).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
