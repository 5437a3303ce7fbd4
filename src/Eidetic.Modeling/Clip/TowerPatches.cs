using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Cuts pictures into patches and projects each.</summary>
internal static class TowerPatches
{
    /// <param name="pixels">[batch, 3, size, size].</param>
    /// <param name="size">Width and height the tower takes.</param>
    /// <param name="kernel">[width, 3, patch, patch].</param>
    /// <param name="bias">[width], or null.</param>
    /// <returns>[batch, patches, width], row by row.</returns>
    /// <exception cref="ArgumentException">The pictures have another size.</exception>
    public static Tensor Cut(Tensor pixels, int size, Tensor kernel, Tensor? bias)
    {
        var shape = pixels.shape;
        if (shape.Length != 4 || shape[1] != 3 || shape[2] != size || shape[3] != size)
        {
            throw new ArgumentException($"Expected [batch, 3, {size}, {size}], got [{string.Join(", ", shape)}].", nameof(pixels));
        }

        using var scope = NewDisposeScope();
        var patch = kernel.shape[2];
        return functional.conv2d(pixels, kernel.to(pixels.dtype), bias?.to(pixels.dtype), strides: [patch, patch])   // [batch, width, rows, columns]
            .flatten(2).transpose(1, 2).MoveToOuterDisposeScope();                                                   // [batch, patches, width]
    }
}
