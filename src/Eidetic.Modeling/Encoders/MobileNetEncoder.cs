using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The eyes that ship: MobileNetV2 (Sandler et al. 2018, arXiv 1801.04381), trained on ImageNet. A picture becomes the mean of its
/// last feature map. Immutable and safe to use from several threads; dispose it when done.
/// </summary>
public sealed class MobileNetEncoder : IVisionEncoder
{
    /// <summary>Name of the encoder.</summary>
    public const string EncoderName = "mobilenet";

    /// <summary>Width and height of the feature map.</summary>
    public const int GridSize = 7;

    private const int PictureSize = 224;
    private const string WeightsFile = "mobilenet-v2.int8.safetensors";
    private const string LabelsFile = "labels.txt";
    private const string Recipe = "mobilenet-v2 r1: squash 224, RGB, p/127.5-1, SAME padding, mean of 7x7";

    // The largest feature map of four pictures (19 MB) is what malloc still keeps for reuse; from eight on every map is mapped and
    // cleared anew. Processor milliseconds a picture on one thread, channels last: 9 (4), 13 (8), 10..13 (16), 15 (32); channels first: 16 (4), 22 (16).
    private const int BatchSize = 4;

    private readonly MobileNetNetwork _network;

    private MobileNetEncoder(MobileNetNetwork network, string fingerprint, IReadOnlyList<string> labels)
    {
        _network = network;
        Fingerprint = fingerprint;
        Labels = labels;
    }

    /// <inheritdoc />
    public string Name => EncoderName;

    /// <inheritdoc />
    public string Fingerprint { get; }

    /// <inheritdoc />
    public int Dim => MobileNetNetwork.Features;

    /// <inheritdoc />
    public ImagePreprocessing Preprocessing { get; } = new() { Size = PictureSize, Fit = ImageFit.Squash };

    /// <summary>Name of every class of <see cref="Classify"/>, synonyms separated by commas; class 0 is the background, class i is ImageNet-1k's class i - 1.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Loads the encoder that ships with Eidetic.</summary>
    /// <exception cref="CheckpointFormatException">Its files are missing or damaged.</exception>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded.</exception>
    public static MobileNetEncoder LoadShipped() => Load(ShippedEncoders.MobileNetFolder);

    /// <summary>Loads the encoder from a folder.</summary>
    /// <param name="folder">Holds <c>mobilenet-v2.int8.safetensors</c> and <c>labels.txt</c>.</param>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded.</exception>
    public static MobileNetEncoder Load(string folder)
    {
        TorchRuntime.EnsureLoaded();
        var weights = ShippedEncoders.Require(folder, WeightsFile);
        var labelsPath = ShippedEncoders.Require(folder, LabelsFile);
        var labels = File.ReadAllLines(labelsPath);
        if (labels.Length != MobileNetNetwork.Classes)
            throw new CheckpointFormatException(labelsPath, $"{labelsPath}: expected {MobileNetNetwork.Classes} labels, found {labels.Length}.");

        using var file = SafetensorsFile.Open(weights);
        return new MobileNetEncoder(new MobileNetNetwork(file), EncoderFingerprint.Of(EncoderName, Recipe, weights), labels);
    }

    /// <inheritdoc />
    public FeatureMatrix Encode(IReadOnlyList<RgbImage> images)
    {
        Check(images);
        var features = new FeatureMatrix(images.Count, Dim);
        for (var first = 0; first < images.Count; first += BatchSize)
        {
            using var inference = Inference.Begin();
            using var scope = NewDisposeScope();
            var grid = _network.Grid(Prepare(images, first, Math.Min(BatchSize, images.Count - first)));
            CopyTo(Pool(grid), features.Values, first * Dim);
        }

        return features;
    }

    /// <summary>Encodes prepared pictures without pooling: what is where.</summary>
    /// <param name="images">Pictures of exactly 224 pixels squared.</param>
    /// <returns>float32 [images*7*7, 1280]: row <c>(image * 7 + y) * 7 + x</c>, values in 0..6; their mean over a picture is its vector.</returns>
    /// <exception cref="ArgumentException">A picture has another size.</exception>
    public FeatureMatrix EncodeGrid(IReadOnlyList<RgbImage> images)
    {
        Check(images);
        var rows = GridSize * GridSize;
        var features = new FeatureMatrix(images.Count * rows, Dim);
        for (var first = 0; first < images.Count; first += BatchSize)
        {
            using var inference = Inference.Begin();
            using var scope = NewDisposeScope();
            var grid = _network.Grid(Prepare(images, first, Math.Min(BatchSize, images.Count - first)));
            CopyTo(grid.permute(0, 2, 3, 1), features.Values, first * rows * Dim); // [images, 7, 7, 1280]
        }

        return features;
    }

    /// <summary>Scores ImageNet's classes.</summary>
    /// <param name="features">float32 [images, 1280], vectors of <see cref="Encode"/>.</param>
    /// <returns>float32 [images, 1001], logits; named by <see cref="Labels"/>.</returns>
    /// <exception cref="ArgumentException">The vectors have another length.</exception>
    public FeatureMatrix Classify(FeatureMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Dim != Dim)
            throw new ArgumentException($"Expected [images, {Dim}], got [{features.Rows}, {features.Dim}].", nameof(features));

        var logits = new FeatureMatrix(features.Rows, MobileNetNetwork.Classes);
        if (features.Rows == 0)
            return logits;

        using var inference = Inference.Begin();
        using var scope = NewDisposeScope();
        CopyTo(_network.Classify(tensor(features.Values).view(features.Rows, Dim)), logits.Values, 0); // [images, 1001]
        return logits;
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose() => _network.Dispose();

    /// <summary>Means over the feature map.</summary>
    /// <param name="grid">float32 [images, 1280, 7, 7].</param>
    /// <returns>float32 [images, 1280].</returns>
    internal static Tensor Pool(Tensor grid) => grid.mean([2, 3]);

    /// <summary>Pictures as the network takes them.</summary>
    /// <returns>float32 [count, 3, 224, 224], values in -1..1, channels last in memory.</returns>
    internal static Tensor Prepare(IReadOnlyList<RgbImage> images, int first, int count)
    {
        using var scope = NewDisposeScope();
        var bytes = empty([count, PictureSize, PictureSize, 3], ScalarType.Byte);
        for (var i = 0; i < count; i++)
            images[first + i].Pixels.CopyTo(bytes.bytes[(i * PictureSize * PictureSize * 3)..]);
        return bytes.to(ScalarType.Float32).OverInPlace(127.5).MinusInPlace(1).permute(0, 3, 1, 2).MoveToOuterDisposeScope(); // [count, 3, 224, 224]
    }

    private static void Check(IReadOnlyList<RgbImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        for (var i = 0; i < images.Count; i++)
        {
            if (images[i] is not { Width: PictureSize, Height: PictureSize })
                throw new ArgumentException($"Expected pictures of {PictureSize}x{PictureSize}, got {images[i]?.Width}x{images[i]?.Height} at {i}.", nameof(images));
        }
    }

    private static void CopyTo(Tensor source, float[] target, int start) =>
        MemoryMarshal.Cast<byte, float>(source.contiguous().bytes).CopyTo(target.AsSpan(start));
}
