using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A published model's eyes. A picture becomes the unit vector that the model itself compares. Immutable and safe to use from several threads;
/// dispose it when done.
/// </summary>
/// <param name="half">What it computes; becomes its own.</param>
/// <param name="preparation">How pictures are prepared.</param>
/// <param name="logScale">Natural logarithm of the model's inverse temperature.</param>
internal sealed class PublishedEyes(PublishedHalf half, TowerPreparation preparation, float logScale) : IVisionEncoder
{
    private const int BatchSize = 8;

    /// <inheritdoc />
    public string Name => half.Identity.Name;

    /// <inheritdoc />
    public string Fingerprint => half.Identity.Fingerprint;

    /// <inheritdoc />
    public int Dim => half.Dim;

    /// <inheritdoc />
    public ImagePreprocessing Preprocessing => preparation.Picture;

    /// <summary>Where the checkpoint lies.</summary>
    public string Folder => half.Folder;

    /// <summary>SHA-256 of the weights: ears with the same one hear in the same space.</summary>
    public string Sha256 => half.Sha256;

    /// <summary>Natural logarithm of the model's inverse temperature.</summary>
    public float LogScale => logScale;

    /// <inheritdoc />
    public FeatureMatrix Encode(IReadOnlyList<RgbImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var features = new FeatureMatrix(images.Count, Dim);
        for (var first = 0; first < images.Count; first += BatchSize)
        {
            using var inference = Inference.Begin();
            using var scope = NewDisposeScope();
            var batch = images.Skip(first).Take(BatchSize).ToArray();
            var unit = EncodePixels(TilePixels.Of(batch, Preprocessing.Size, preparation.Mean, preparation.Deviation));
            MemoryMarshal.Cast<byte, float>(unit.contiguous().bytes).CopyTo(features.Values.AsSpan(first * Dim));
        }

        return features;
    }

    /// <summary>Encodes pixels that are scaled already.</summary>
    /// <param name="pixels">float32 [images, 3, size, size].</param>
    /// <returns>float32 [images, dim], unit rows.</returns>
    internal Tensor EncodePixels(Tensor pixels) => half.Encode(pixels);

    /// <summary>Frees the weights.</summary>
    public void Dispose() => half.Parameters.Dispose();
}
