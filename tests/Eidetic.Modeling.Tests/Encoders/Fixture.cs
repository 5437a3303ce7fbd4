using System.Security.Cryptography;
using System.Text.Json;
using Eidetic.Abstractions;
using SkiaSharp;

namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>Golden files beside the tests.</summary>
internal static class Fixture
{
    public static readonly string MobileNet = Path.Combine(AppContext.BaseDirectory, "Fixtures", "mobilenet-v2");
    public static readonly string UseLite = Path.Combine(AppContext.BaseDirectory, "Fixtures", "use-lite");

    public static JsonElement ReadJson(string folder, string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name))).RootElement;

    public static RgbImage ReadPng(string path)
    {
        using var bitmap = SKBitmap.Decode(path, new SKImageInfo { ColorType = SKColorType.Rgba8888, AlphaType = SKAlphaType.Unpremul }
            .WithSize(SKBitmap.DecodeBounds(path).Size));
        var rgba = bitmap.GetPixelSpan();
        var pixels = new byte[bitmap.Width * bitmap.Height * 3];
        for (var i = 0; i < pixels.Length / 3; i++)
            rgba.Slice(4 * i, 3).CopyTo(pixels.AsSpan(3 * i));
        return new RgbImage(bitmap.Width, bitmap.Height, pixels);
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static float LargestDifference(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        actual.Length.Should().Be(expected.Length);
        var largest = 0f;
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Math.Abs(actual[i] - expected[i]);
            largest = float.IsNaN(difference) ? float.PositiveInfinity : Math.Max(largest, difference);
        }

        return largest;
    }

    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double product = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            squareA += (double)a[i] * a[i];
            squareB += (double)b[i] * b[i];
        }

        return product / Math.Sqrt(squareA * squareB);
    }
}
