namespace Eidetic.Abstractions.Tests.Boundary;

/// <summary>A third party's tower: a picture's vector is its first pixel.</summary>
internal sealed class FirstPixelEyes : IVisionEncoder
{
    public string Name => "first-pixel";

    public string Fingerprint => "first-pixel/1";

    public int Dim => 3;

    public ImagePreprocessing Preprocessing { get; } = new() { Size = 1 };

    public FeatureMatrix Encode(IReadOnlyList<RgbImage> images) =>
        new(Dim, [.. images.SelectMany(image => image.Pixels[..3]).Select(value => value / 255f)]);

    public void Dispose()
    {
    }
}
