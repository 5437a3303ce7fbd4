using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic.Cli.Api;

/// <summary>
/// Pictures of a memory for a page, none larger than it is shown: a picture of few bytes as it is, others shrunk. Each is read once.
/// </summary>
/// <param name="openImage">Opens the encoded bytes of an image by its key; null for an unknown key or a file that is gone.</param>
internal sealed class Thumbnails(Func<string, Stream?> openImage)
{
    private const int HitSide = 320;
    private const int HitBytes = 24_000;
    private const int ExampleSide = 96;
    private const int ExampleBytes = 4_000;
    private const int Quality = 80;

    private readonly ImageDecoder _decoder = new();
    private readonly Dictionary<string, (byte[] Hit, byte[] Example)> _pictures = new(StringComparer.Ordinal);

    /// <summary>The picture of a hit; empty where there is none.</summary>
    public byte[] OfHit(string key) => Look(key).Hit;

    /// <summary>The picture of an example; empty where there is none.</summary>
    public byte[] OfExample(string key) => Look(key).Example;

    private (byte[] Hit, byte[] Example) Look(string key)
    {
        if (!_pictures.TryGetValue(key, out var pictures))
        {
            pictures = Make(key);
            _pictures.Add(key, pictures);
        }

        return pictures;
    }

    private (byte[] Hit, byte[] Example) Make(string key)
    {
        try
        {
            var bytes = DemoPageContent.ReadPicture(key, openImage);
            if (bytes.Length == 0)
            {
                return ([], []);
            }

            var image = _decoder.Decode(bytes, key);
            return (Fit(image, bytes, HitSide, HitBytes), Fit(image, bytes, ExampleSide, ExampleBytes));
        }
        catch (Exception problem) when (problem is ImageDecodeException or IOException or UnauthorizedAccessException)
        {
            return ([], []); // the file is no longer what was memorized; the page shows that there is no picture
        }
    }

    private static byte[] Fit(RgbImage image, byte[] bytes, int side, int most) =>
        bytes.Length <= most ? bytes : ImageWriter.EncodeJpeg(ImageResizer.Thumbnail(image, side), Quality);
}
