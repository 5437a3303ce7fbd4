namespace Eidetic.Data;

/// <summary>Tells a picture's format from its first bytes, so that nothing but the five known formats reaches a native codec.</summary>
internal static class ImageFormat
{
    public const string Jpeg = "JPEG";
    public const string Png = "PNG";
    public const string WebP = "WebP";

    /// <summary>The formats as a sentence names them.</summary>
    public const string All = "JPEG, PNG, WebP, GIF or BMP";

    /// <summary>Name of the format, or null when the bytes are none of the five.</summary>
    public static string? Sniff(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "GIF",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP,
        [(byte)'B', (byte)'M', ..] => "BMP",
        _ => null,
    };
}
