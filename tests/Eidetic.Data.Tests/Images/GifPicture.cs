using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

/// <summary>Writes GIFs of at most 128 colours without compressing: a clear code before the code width would grow.</summary>
internal static class GifPicture
{
    public static byte[] Encode(params RgbImage[] frames)
    {
        var colors = frames.SelectMany(Colors).Distinct().ToList();
        var (width, height) = (frames[0].Width, frames[0].Height);
        var bytes = new List<byte>([.. "GIF89a"u8, .. Short(width), .. Short(height), 0xF6, 0, 0]);
        for (var i = 0; i < 128; i++)
        {
            var (r, g, b) = i < colors.Count ? colors[i] : default;
            bytes.AddRange([r, g, b]);
        }

        foreach (var frame in frames)
        {
            bytes.AddRange([0x2C, 0, 0, 0, 0, .. Short(width), .. Short(height), 0, 7]);
            foreach (var block in Pack([.. Colors(frame).Select(color => colors.IndexOf(color))]).Chunk(255))
            {
                bytes.AddRange([(byte)block.Length, .. block]);
            }

            bytes.Add(0);
        }

        return [.. bytes, 0x3B];
    }

    private static IEnumerable<(byte R, byte G, byte B)> Colors(RgbImage image) =>
        image.Pixels.Chunk(3).Select(pixel => (pixel[0], pixel[1], pixel[2]));

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    /// <summary>8-bit codes, least significant bit first: with a width of 8 each code is a byte. 128 clears, 129 ends.</summary>
    private static IEnumerable<byte> Pack(int[] indexes)
    {
        foreach (var run in indexes.Chunk(120))
        {
            yield return 128;
            foreach (var index in run)
            {
                yield return (byte)index;
            }
        }

        yield return 129;
    }
}
