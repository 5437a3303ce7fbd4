using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;
using Primitives = System.Numerics.Tensors.TensorPrimitives;

namespace Eidetic;

/// <summary>
/// Every image's vector, as kept in <c>vectors.safetensors</c> at 8 bits a number: its place in the shared space, then the word space's part
/// where there is one, each part with a scale of its own. Rounding moves a cosine by less than 0.002. Immutable.
/// </summary>
internal sealed class ImageVectors
{
    private const string Name = "images";
    private const string ScalesName = "scales";
    private const string SharedDimKey = "sharedDim";
    private const float Largest = 127;
    private const int LongestOnStack = 4096;
    private readonly sbyte[] _values;      // [images, dim]
    private readonly float[] _scales;      // [images, 2]: of the shared part, of the words' part

    private ImageVectors(sbyte[] values, float[] scales, int dim, int sharedDim) => (_values, _scales, Dim, SharedDim) = (values, scales, dim, sharedDim);

    /// <summary>Number of images.</summary>
    public int Count => _scales.Length / 2;

    /// <summary>Length of a vector.</summary>
    public int Dim { get; }

    /// <summary>Length of the shared space's part.</summary>
    public int SharedDim { get; }

    /// <summary>Rounds vectors to 8 bits.</summary>
    /// <param name="vectors">float32 [images, dim].</param>
    /// <param name="sharedDim">Length of the shared space's part.</param>
    public static ImageVectors Of(FeatureMatrix vectors, int sharedDim)
    {
        var (values, scales) = (new sbyte[vectors.Rows * vectors.Dim], new float[vectors.Rows * 2]);
        for (var image = 0; image < vectors.Rows; image++)
        {
            var target = values.AsSpan(image * vectors.Dim, vectors.Dim);
            scales[2 * image] = Round(vectors[image][..sharedDim], target[..sharedDim]);
            scales[2 * image + 1] = Round(vectors[image][sharedDim..], target[sharedDim..]);
        }

        return new ImageVectors(values, scales, vectors.Dim, sharedDim);
    }

    /// <summary>Writes the vectors.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        TorchRuntime.EnsureLoaded();
        using var values = torch.tensor(_values, [Count, Dim], dtype: torch.ScalarType.Int8);
        using var scales = torch.tensor(_scales, [Count, 2]);
        SafetensorsWriter.Write(path, [KeyValuePair.Create(Name, values), KeyValuePair.Create(ScalesName, scales)], new Dictionary<string, string>
        {
            [SharedDimKey] = SharedDim.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Reads the vectors; those of older memories, in float32 and without words, too.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">The file is damaged, or holds something else.</exception>
    public static ImageVectors Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var shape = file.Info(Name).Shape;
        if (shape.Count != 2)
        {
            throw new CheckpointFormatException(path, $"Expected vectors of [images, dim] in {path}, found [{string.Join(", ", shape)}].");
        }

        var dim = (int)shape[1];
        if (!file.Names.Contains(ScalesName))
        {
            return Of(new FeatureMatrix(dim, file.LoadFloats(Name)), dim);
        }

        var sharedDim = file.Metadata.TryGetValue(SharedDimKey, out var text) && int.TryParse(text, out var number) ? number : dim;
        using var values = file.LoadTensor(Name);
        var scales = file.LoadFloats(ScalesName);
        return values.dtype == torch.ScalarType.Int8 && scales.Length == 2 * shape[0] && sharedDim > 0 && sharedDim <= dim
            ? new ImageVectors(values.data<sbyte>().ToArray(), scales, dim, sharedDim)
            : throw new CheckpointFormatException(path, $"Expected 8-bit vectors with two scales each in {path}, found others: restore the file or build the memory anew.");
    }

    /// <summary>Some of the images, in the given order, and others behind them.</summary>
    /// <param name="kept">Images.</param>
    /// <param name="more">Others, of the same lengths, or null.</param>
    public ImageVectors Keep(IReadOnlyList<int> kept, ImageVectors? more = null)
    {
        var total = kept.Count + (more?.Count ?? 0);
        var (values, scales) = (new sbyte[total * Dim], new float[2 * total]);
        for (var place = 0; place < kept.Count; place++)
        {
            _values.AsSpan(kept[place] * Dim, Dim).CopyTo(values.AsSpan(place * Dim));
            _scales.AsSpan(2 * kept[place], 2).CopyTo(scales.AsSpan(2 * place));
        }

        more?._values.CopyTo(values, kept.Count * Dim);
        more?._scales.CopyTo(scales, 2 * kept.Count);
        return new ImageVectors(values, scales, Dim, SharedDim);
    }

    /// <summary>Compares an image with a query.</summary>
    /// <param name="image">The image.</param>
    /// <param name="query">float32 [dim].</param>
    /// <returns>The products of both parts.</returns>
    public (float Shared, float Words) Compare(int image, ReadOnlySpan<float> query)
    {
        Span<float> vector = Dim <= LongestOnStack ? stackalloc float[Dim] : new float[Dim];
        Fill(image, vector);
        return (Primitives.Dot(vector[..SharedDim], query[..SharedDim]), Primitives.Dot(vector[SharedDim..], query[SharedDim..]));
    }

    /// <summary>The whole vectors; float32 [images, dim].</summary>
    public FeatureMatrix ToMatrix()
    {
        var matrix = new FeatureMatrix(Count, Dim);
        for (var image = 0; image < Count; image++)
        {
            Fill(image, matrix[image]);
        }

        return matrix;
    }

    /// <summary>Their part in the shared space, which the dual encoder compares; float32 [images, sharedDim].</summary>
    public FeatureMatrix ToSharedMatrix()
    {
        var (matrix, vector) = (new FeatureMatrix(Count, SharedDim), new float[Dim]);
        for (var image = 0; image < Count; image++)
        {
            Fill(image, vector);
            vector.AsSpan(0, SharedDim).CopyTo(matrix[image]);
        }

        return matrix;
    }

    private void Fill(int image, Span<float> vector)
    {
        Primitives.ConvertTruncating<sbyte, float>(_values.AsSpan(image * Dim, Dim), vector);
        Primitives.Multiply(vector[..SharedDim], _scales[2 * image], vector[..SharedDim]);
        Primitives.Multiply(vector[SharedDim..], _scales[2 * image + 1], vector[SharedDim..]);
    }

    private static float Round(ReadOnlySpan<float> values, Span<sbyte> rounded)
    {
        if (values.IsEmpty)
        {
            return 0;
        }

        var largest = Math.Abs(Primitives.MaxMagnitude(values));
        for (var i = 0; i < values.Length; i++)
        {
            rounded[i] = largest == 0 ? (sbyte)0 : (sbyte)MathF.Round(values[i] / largest * Largest);
        }

        return largest / Largest;
    }
}
