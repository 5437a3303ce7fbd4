using Eidetic.Abstractions;
using SkiaSharp;

namespace Eidetic.Data;

/// <summary>
/// Decodes JPEG, PNG, WebP, GIF (first frame) and BMP: EXIF orientation applied, alpha composed over white. Colour profiles are not
/// applied: the stored values are what the towers were trained on. Immutable; safe to use from several threads.
/// </summary>
public sealed class ImageDecoder
{
    /// <summary>A JPEG decoded for a small target keeps at least this many pixels for each target pixel and side.</summary>
    private const int ReductionMargin = 2;

    /// <summary>Four bytes a pixel must be addressable by an int.</summary>
    private const long MaxAddressablePixels = 500_000_000;

    private readonly ImageDecoderOptions _options;

    /// <summary>Makes a decoder.</summary>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive, or above 500 million pixels.</exception>
    public ImageDecoder(ImageDecoderOptions? options = null)
    {
        _options = options ?? new ImageDecoderOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxPixels, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxPixels, MaxAddressablePixels, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxBytes, nameof(options));
    }

    /// <summary>Size of a picture from its header; no pixels are decoded, so the rest of the file may still be damaged.</summary>
    /// <param name="bytes">The encoded picture.</param>
    /// <param name="item">Key or path, for messages.</param>
    /// <exception cref="ImageDecodeException">Not a picture, or larger than the limits.</exception>
    public ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, string item)
    {
        using var codec = OpenCodec(bytes, item, out _);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        return PixelCopy.Turns(codec.EncodedOrigin) ? new ImageHeader(height, width) : new ImageHeader(width, height);
    }

    /// <summary>Decodes a picture at its own size.</summary>
    /// <param name="bytes">The encoded picture.</param>
    /// <param name="item">Key or path, for messages.</param>
    /// <exception cref="ImageDecodeException">Not a picture, truncated, damaged, or larger than the limits.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> bytes, string item)
    {
        using var codec = OpenCodec(bytes, item, out var format);
        return DecodePixels(codec, codec.Info.Size, format, item);
    }

    /// <summary>
    /// Decodes a picture and brings it to the size an encoder takes. A JPEG several times larger than that is decoded at a reduced scale
    /// (still at least twice the target), which is much faster and moves a pixel by a few levels at most.
    /// </summary>
    /// <param name="bytes">The encoded picture.</param>
    /// <param name="item">Key or path, for messages.</param>
    /// <param name="preprocessing">The size and fit wanted.</param>
    /// <param name="header">The picture's own size, upright.</param>
    /// <exception cref="ImageDecodeException">Not a picture, truncated, damaged, or larger than the limits.</exception>
    public RgbImage DecodeFitted(ReadOnlySpan<byte> bytes, string item, ImagePreprocessing preprocessing, out ImageHeader header)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        using var codec = OpenCodec(bytes, item, out var format);
        var size = codec.Info.Size;
        header = PixelCopy.Turns(codec.EncodedOrigin) ? new ImageHeader(size.Height, size.Width) : new ImageHeader(size.Width, size.Height);
        // Where pixels are mixed bit for bit as elsewhere, they are decoded so too.
        var reduced = format == ImageFormat.Jpeg && preprocessing.Resampling == ImageResampling.Bilinear ? ReducedSize(codec, preprocessing.Size) : size;
        return ImageResizer.Fit(DecodePixels(codec, reduced, format, item), preprocessing);
    }

    private SKCodec OpenCodec(ReadOnlySpan<byte> bytes, string item, out string format)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (bytes.IsEmpty)
        {
            throw new ImageDecodeException(item, $"The file is empty (0 bytes); expected a {ImageFormat.All} picture.");
        }

        if (bytes.Length > _options.MaxBytes)
        {
            throw TooManyBytes(item, bytes.Length);
        }

        format = ImageFormat.Sniff(bytes)
            ?? throw new ImageDecodeException(item, $"The file is not a {ImageFormat.All} picture, whatever its name says.");
        using var data = SKData.CreateCopy(bytes);
        var codec = SKCodec.Create(data)
            ?? throw new ImageDecodeException(item, $"The header of the {format} picture cannot be read; the file is damaged or cut off.");
        var pixels = (long)codec.Info.Width * codec.Info.Height;
        if (pixels > 0 && pixels <= _options.MaxPixels)
        {
            return codec;
        }

        using (codec)
        {
            throw new ImageDecodeException(item, FormattableString.Invariant(
                $"The {format} picture claims {codec.Info.Width}x{codec.Info.Height} pixels; at most {_options.MaxPixels} pixels are decoded."));
        }
    }

    /// <summary>The refusal of a file that is too large, for callers that know the length before they read.</summary>
    internal ImageDecodeException TooManyBytes(string item, long length) =>
        new(item, FormattableString.Invariant($"The file has {length} bytes; at most {_options.MaxBytes} are read as a picture."));

    /// <summary>True when a file of this length may be read.</summary>
    internal bool Admits(long length) => length <= _options.MaxBytes;

    private static SKSizeI ReducedSize(SKCodec codec, int target)
    {
        var full = codec.Info.Size;
        for (var eighths = 1; eighths < 8; eighths++)
        {
            var size = codec.GetScaledDimensions(eighths / 8f);
            if (Math.Min(size.Width, size.Height) >= (long)ReductionMargin * target)
            {
                return size;
            }
        }

        return full;
    }

    private static RgbImage DecodePixels(SKCodec codec, SKSizeI size, string format, string item)
    {
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha);
        using var bitmap = new SKBitmap(info);
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw new ImageDecodeException(item, result == SKCodecResult.IncompleteInput
                ? $"The {format} picture is cut off: the file ends before the last row of its pixels."
                : $"The {format} picture is damaged: its pixels cannot be decoded.");
        }

        return PixelCopy.ToUprightRgb(bitmap.GetPixelSpan(), size.Width, size.Height, codec.EncodedOrigin);
    }
}
