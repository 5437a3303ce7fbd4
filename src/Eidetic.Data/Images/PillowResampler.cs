using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Resizing bit for bit as Pillow's <c>Image.resize</c>: columns first, then rows, rounded to 8 bits between, in fixed point. Works on any
/// number of channels; RGBA is scaled premultiplied, as there. Pictures of the product are RGB, composed over white when decoded: where a
/// file has alpha or is gray, Pillow scales first and converts after, so that pixels near an edge of the alpha differ from the reference.
/// </summary>
internal static class PillowResampler
{
    /// <summary>Scales both sides; pixels of a picture that has the size already are returned as they are.</summary>
    /// <param name="pixels">uint8 [height, width, channels].</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="channels">1 (gray), 3 (RGB) or 4 (RGBA, straight alpha).</param>
    /// <param name="toWidth">Pixels across wanted.</param>
    /// <param name="toHeight">Pixels down wanted.</param>
    /// <param name="resampling">One of Pillow's two filters.</param>
    /// <returns>uint8 [toHeight, toWidth, channels].</returns>
    public static byte[] Resize(byte[] pixels, int width, int height, int channels, int toWidth, int toHeight, ImageResampling resampling) =>
        width == toWidth && height == toHeight
            ? pixels
            : Apply(pixels, width, channels, new(width, toWidth, 0, toWidth, resampling), new(height, toHeight, 0, toHeight, resampling));

    /// <inheritdoc cref="Resize(byte[], int, int, int, int, int, ImageResampling)"/>
    public static RgbImage Resize(RgbImage image, int width, int height, ImageResampling resampling) =>
        image.Width == width && image.Height == height
            ? image
            : new RgbImage(width, height, Resize(image.Pixels, image.Width, image.Height, channels: 3, width, height, resampling));

    /// <summary>
    /// Shorter side to <paramref name="size"/>, longer side truncated, then the middle, half a pixel rounded to even: CLIP's way. Only the
    /// part that is kept is computed.
    /// </summary>
    /// <returns>uint8 [size, size, channels].</returns>
    public static byte[] CenterCrop(byte[] pixels, int width, int height, int channels, int size, ImageResampling resampling)
    {
        var shorter = Math.Min(width, height);
        return width == size && height == size ? pixels : Apply(pixels, width, channels, Middle(width), Middle(height));

        PillowFilter Middle(int side)
        {
            var scaled = (long)size * side / shorter;
            return new PillowFilter(side, scaled, (long)Math.Round((scaled - size) / 2.0), size, resampling);
        }
    }

    private static byte[] Apply(byte[] pixels, int width, int channels, PillowFilter columns, PillowFilter rows)
    {
        var source = channels == 4 ? Premultiplied(pixels) : pixels;
        var firstRow = rows.Start(0);
        var endRow = rows.Start(rows.Length - 1) + rows.Weights(rows.Length - 1).Length;
        var stride = channels * columns.Length;
        var between = GC.AllocateUninitializedArray<byte>(checked((endRow - firstRow) * stride)); // [rows read, toWidth, channels]
        for (var y = firstRow; y < endRow; y++)
        {
            ScaleRow(source.AsSpan(y * width * channels, width * channels), channels, columns, between.AsSpan((y - firstRow) * stride, stride));
        }

        var scaled = GC.AllocateUninitializedArray<byte>(checked(rows.Length * stride));
        var sum = new int[stride];
        for (var y = 0; y < rows.Length; y++)
        {
            MixRows(between.AsSpan((rows.Start(y) - firstRow) * stride), rows.Weights(y), sum, scaled.AsSpan(y * stride, stride));
        }

        if (channels == 4)
        {
            Unmultiply(scaled);
        }

        return scaled;
    }

    private static void ScaleRow(ReadOnlySpan<byte> row, int channels, PillowFilter columns, Span<byte> output)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            var weights = columns.Weights(x);
            for (var channel = 0; channel < channels; channel++)
            {
                var sum = 1 << (PillowFilter.Precision - 1);
                var from = columns.Start(x) * channels + channel;
                foreach (var weight in weights)
                {
                    sum += row[from] * weight;
                    from += channels;
                }

                output[x * channels + channel] = ToByte(sum);
            }
        }
    }

    private static void MixRows(ReadOnlySpan<byte> rows, ReadOnlySpan<int> weights, int[] sum, Span<byte> output)
    {
        Array.Fill(sum, 1 << (PillowFilter.Precision - 1));
        for (var k = 0; k < weights.Length; k++)
        {
            var row = rows.Slice(k * sum.Length, sum.Length);
            var weight = weights[k];
            for (var i = 0; i < row.Length; i++)
            {
                sum[i] += row[i] * weight;
            }
        }

        for (var i = 0; i < output.Length; i++)
        {
            output[i] = ToByte(sum[i]);
        }
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> PillowFilter.Precision, 0, 255);

    /// <summary>Colour times alpha, divided by 255 in Pillow's rounding.</summary>
    private static byte[] Premultiplied(byte[] rgba)
    {
        var result = (byte[])rgba.Clone();
        for (var i = 0; i < result.Length; i++)
        {
            var product = result[i] * rgba[i | 3] + 128;
            result[i] = i % 4 == 3 ? rgba[i] : (byte)(((product >> 8) + product) >> 8);
        }

        return result;
    }

    private static void Unmultiply(byte[] rgba)
    {
        for (var i = 0; i < rgba.Length; i++)
        {
            var alpha = rgba[i | 3];
            if (i % 4 != 3 && alpha is not 0 and not 255)
            {
                rgba[i] = (byte)Math.Min(255, 255 * rgba[i] / alpha);
            }
        }
    }
}
