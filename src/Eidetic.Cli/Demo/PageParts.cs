namespace Eidetic.Cli.Demo;

/// <summary>Small pieces that several sections of the page draw alike.</summary>
internal static class PageParts
{
    /// <summary>A bar for a share 0..1; the number stands beside it as text, so readers of the screen skip it.</summary>
    public static Html Bar(double share) =>
        new Html("span", "meter").Set("aria-hidden", "true").Set("style", $"--share:{PageNumbers.Share(share)}");

    /// <summary>A picture as a data URI with its name as alternative text, or a frame with a sign where there is none; photographs are shown larger than drawings.</summary>
    public static Html Picture(DemoHit hit) =>
        hit.Picture.IsEmpty
            ? new Html("span", "missing").Set("role", "img").Set("aria-label", $"{hit.Name} (no picture)").Text("?")
            : new Html("img", MediaType(hit.Picture.Span) == "image/jpeg" ? "photo" : null).Set("src", DataUri(hit.Picture)).Set("alt", hit.Name).Set("decoding", "async");

    /// <summary>A picture as the address of itself.</summary>
    public static string DataUri(ReadOnlyMemory<byte> picture) => $"data:{MediaType(picture.Span)};base64,{Convert.ToBase64String(picture.Span)}";

    private static string MediaType(ReadOnlySpan<byte> picture) =>
        picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? "image/jpeg"
        : picture.StartsWith("GIF8"u8) ? "image/gif"
        : picture.StartsWith("RIFF"u8) ? "image/webp"
        : picture.StartsWith("BM"u8) ? "image/bmp"
        : "image/png";
}
