using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>
/// What the eyes saw of every image, at 8 bits a number with a scale and an offset for each image, as kept in <c>features.safetensors</c>:
/// enough to learn from when the pictures themselves are gone.
/// </summary>
internal sealed class ImageFeatures
{
    private const string CodesName = "codes";
    private const string ScalesName = "scales";
    private const string OffsetsName = "offsets";
    private readonly byte[] _codes;      // [images, dim]
    private readonly float[] _scales;    // [images]
    private readonly float[] _offsets;   // [images]
    private readonly int _dim;

    private ImageFeatures(byte[] codes, float[] scales, float[] offsets, int dim) => (_codes, _scales, _offsets, _dim) = (codes, scales, offsets, dim);

    /// <summary>Number of images.</summary>
    public int Images => _scales.Length;

    /// <summary>Rounds vectors to 8 bits.</summary>
    /// <param name="features">float32 [images, dim], all finite.</param>
    public static ImageFeatures Of(FeatureMatrix features)
    {
        var (codes, scales, offsets) = (new byte[features.Values.Length], new float[features.Rows], new float[features.Rows]);
        for (var image = 0; image < features.Rows; image++)
        {
            var row = features[image];
            var (lowest, highest) = (System.Numerics.Tensors.TensorPrimitives.Min<float>(row), System.Numerics.Tensors.TensorPrimitives.Max<float>(row));
            (scales[image], offsets[image]) = ((highest - lowest) / byte.MaxValue, lowest);
            for (var i = 0; i < row.Length && scales[image] > 0; i++)
            {
                codes[(image * features.Dim) + i] = (byte)Math.Clamp(MathF.Round((row[i] - lowest) / scales[image]), 0, byte.MaxValue);
            }
        }

        return new ImageFeatures(codes, scales, offsets, features.Dim);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or holds something else.</exception>
    public static ImageFeatures Load(string path)
    {
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        var codes = file.LoadTensor(CodesName);
        var (scales, offsets) = (file.LoadFloats(ScalesName), file.LoadFloats(OffsetsName));
        var isSound = codes.dtype == torch.ScalarType.Byte && codes.shape.Length == 2 && codes.shape[0] == scales.Length && scales.Length == offsets.Length;
        return isSound
            ? new ImageFeatures(codes.data<byte>().ToArray(), scales, offsets, (int)codes.shape[1])
            : throw new CheckpointFormatException(path, $"Expected a scale, an offset and codes of one byte for each image in {path}, found other shapes: restore the file or build the memory anew.");
    }

    /// <summary>Some of the images, in the given order, and others behind them.</summary>
    /// <param name="kept">Images.</param>
    /// <param name="more">Others, or null.</param>
    public ImageFeatures Keep(IReadOnlyList<int> kept, ImageFeatures? more = null)
    {
        var total = kept.Count + (more?.Images ?? 0);
        var (codes, scales, offsets) = (new byte[(long)total * _dim], new float[total], new float[total]);
        for (var place = 0; place < kept.Count; place++)
        {
            _codes.AsSpan(kept[place] * _dim, _dim).CopyTo(codes.AsSpan(place * _dim));
            (scales[place], offsets[place]) = (_scales[kept[place]], _offsets[kept[place]]);
        }

        if (more is not null)
        {
            more._codes.CopyTo(codes, (long)kept.Count * _dim);
            more._scales.CopyTo(scales, kept.Count);
            more._offsets.CopyTo(offsets, kept.Count);
        }

        return new ImageFeatures(codes, scales, offsets, _dim);
    }

    /// <returns>float32 [images, dim].</returns>
    public FeatureMatrix ToMatrix()
    {
        var matrix = new FeatureMatrix(Images, _dim);
        for (var image = 0; image < Images; image++)
        {
            var row = matrix[image];
            for (var i = 0; i < _dim; i++)
            {
                row[i] = _offsets[image] + (_scales[image] * _codes[(image * _dim) + i]);
            }
        }

        return matrix;
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsWriter.Write(path,
        [
            KeyValuePair.Create(CodesName, torch.tensor(_codes, Images, _dim)),
            KeyValuePair.Create(ScalesName, torch.tensor(_scales)),
            KeyValuePair.Create(OffsetsName, torch.tensor(_offsets)),
        ]);
    }
}
