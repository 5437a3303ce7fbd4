using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Reads the encoded bytes of a source's image.</summary>
internal static class SourceBytes
{
    public static byte[] ReadBytes(this SourceImage source)
    {
        using var stream = source.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
