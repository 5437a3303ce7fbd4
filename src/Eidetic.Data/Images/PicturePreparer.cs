using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Prepares pictures for a multimodal language model: whole, or, as Idefics3's image processor does it (arXiv 2408.12637, §4), scaled to a
/// longest side, stretched to multiples of a tile and cut, the whole picture coming last.
/// </summary>
public static class PicturePreparer
{
    /// <summary>Neither side becomes longer, whatever longest side is asked for.</summary>
    private const int MaxSide = 4096;

    /// <summary>Prepares one picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="preparation">The size of a tile, and whether the picture is cut.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the fit or resampling is unknown.</exception>
    public static PreparedPicture Prepare(RgbImage image, PicturePreparation preparation)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(preparation);
        if (preparation.TiledLongestSide is not { } longest)
        {
            return new PreparedPicture([ImageResizer.Fit(image, preparation.Whole)], Rows: 0, Columns: 0);
        }

        var tile = preparation.Whole.Size;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tile, nameof(preparation));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest, nameof(preparation));
        var resampling = preparation.Whole.Resampling;
        var scaled = ScaledSize(image.Width, image.Height, longest);
        var stretched = StretchedSize(scaled.Width, scaled.Height, tile);
        var large = ImageResizer.Resize(ImageResizer.Resize(image, scaled.Width, scaled.Height, resampling), stretched.Width, stretched.Height, resampling);
        var (rows, columns) = Grid(stretched.Width, stretched.Height, tile);
        var tiles = new List<RgbImage>(rows * columns + 1);
        for (var i = 0; i < rows * columns; i++)
        {
            tiles.Add(Cut(large, left: i % columns * tile, top: i / columns * tile, tile));
        }

        tiles.Add(ImageResizer.Resize(large, tile, tile, resampling));
        return new PreparedPicture(tiles, rows, columns);
    }

    /// <summary>The longer side becomes <paramref name="longest"/>; the shorter keeps the aspect ratio, truncated, then up to an even number.</summary>
    internal static (int Width, int Height) ScaledSize(int width, int height, int longest)
    {
        var aspect = (double)width / height;
        var (scaledWidth, scaledHeight) = width >= height ? (longest, Even((int)(longest / aspect))) : (Even((int)(longest * aspect)), longest);
        (scaledWidth, scaledHeight) = (Math.Max(1, scaledWidth), Math.Max(1, scaledHeight));
        aspect = (double)scaledWidth / scaledHeight;
        if (Math.Max(scaledWidth, scaledHeight) > MaxSide)
        {
            (scaledWidth, scaledHeight) = scaledWidth >= scaledHeight ? (MaxSide, (int)(MaxSide / aspect)) : ((int)(MaxSide * aspect), MaxSide);
        }

        return (Math.Max(1, scaledWidth), Math.Max(1, scaledHeight));

        static int Even(int side) => side + side % 2;
    }

    /// <summary>Both sides up to multiples of a tile, the longer first; the aspect ratio may change.</summary>
    internal static (int Width, int Height) StretchedSize(int width, int height, int tile)
    {
        var aspect = (double)width / height;
        return width >= height
            ? (Up(width), Up((int)(Up(width) / aspect)))
            : (Up((int)(Up(height) * aspect)), Up(height));

        int Up(int side) => (int)(((long)side + tile - 1) / tile * tile);
    }

    /// <summary>Tiles of a picture whose sides are multiples of a tile: none when it is a single one.</summary>
    internal static (int Rows, int Columns) Grid(int width, int height, int tile) =>
        width > tile || height > tile ? (height / tile, width / tile) : (0, 0);

    private static RgbImage Cut(RgbImage image, int left, int top, int size)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(checked(3 * size * size));
        for (var y = 0; y < size; y++)
        {
            image.Pixels.AsSpan(3 * ((top + y) * image.Width + left), 3 * size).CopyTo(pixels.AsSpan(3 * y * size));
        }

        return new RgbImage(size, size, pixels);
    }
}
