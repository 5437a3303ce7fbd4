using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A published CLIP's eyes (Radford et al. 2021, arXiv 2103.00020). A picture becomes the unit vector that CLIP itself compares. Immutable
/// and safe to use from several threads; dispose it when done.
/// </summary>
internal sealed class ClipVisionEncoder : IVisionEncoder
{
    /// <summary>Name of the encoder.</summary>
    public const string EncoderName = "clip-eyes";

    private const string Recipe = "clip r1: shorter side, Pillow's bicubic, middle, mean and deviation, float32, unit length";
    private const int BatchSize = 8;
    private readonly ModelParameters _parameters;
    private readonly ClipVisionTower _tower;
    private readonly ClipPreparation _preparation;

    private ClipVisionEncoder(PublishedClip clip)
    {
        ((_tower, LogScale), _parameters) = clip.Read(scope => (
            new ClipVisionTower(scope.Under("visual"), clip.Options.Vision), scope.Take("logit_scale", ParameterStart.Ones).item<float>()));
        (_preparation, Folder, Sha256) = (clip.Preparation, clip.Folder, clip.Sha256);
        Fingerprint = FingerprintOf(clip);
        Preprocessing = new ImagePreprocessing { Size = clip.Options.Vision.ImageSize, Fit = ImageFit.CenterCrop, Resampling = ImageResampling.PillowBicubic };
    }

    /// <inheritdoc />
    public string Name => EncoderName;

    /// <inheritdoc />
    public string Fingerprint { get; }

    /// <inheritdoc />
    public int Dim => _tower.Options.OutputDim;

    /// <inheritdoc />
    public ImagePreprocessing Preprocessing { get; }

    /// <summary>Where the checkpoint lies.</summary>
    public string Folder { get; }

    /// <summary>SHA-256 of the weights: ears with the same one hear in the same space.</summary>
    public string Sha256 { get; }

    /// <summary>Natural logarithm of CLIP's inverse temperature.</summary>
    public float LogScale { get; }

    /// <summary>Opens the eyes of a published CLIP.</summary>
    /// <param name="folder">Holds <c>config.json</c>, weights and perhaps <c>preprocessor_config.json</c> under Hugging Face's names.</param>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    public static ClipVisionEncoder Open(string folder)
    {
        using var clip = PublishedClip.Open(folder);
        return new ClipVisionEncoder(clip);
    }

    /// <summary>The fingerprint of this half of a CLIP.</summary>
    internal static string FingerprintOf(PublishedClip clip) => clip.Fingerprint(EncoderName, Recipe, []);

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
            var unit = EncodePixels(TilePixels.Of(batch, Preprocessing.Size, _preparation.Mean, _preparation.Deviation));
            MemoryMarshal.Cast<byte, float>(unit.contiguous().bytes).CopyTo(features.Values.AsSpan(first * Dim));
        }

        return features;
    }

    /// <summary>Encodes pixels that are scaled already.</summary>
    /// <param name="pixels">float32 [images, 3, size, size].</param>
    /// <returns>float32 [images, dim], unit rows.</returns>
    internal Tensor EncodePixels(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var (_, pooled) = _tower.Forward(pixels, ForwardPass.Answer);
        return nn.functional.normalize(pooled, p: 2, dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose() => _parameters.Dispose();
}
