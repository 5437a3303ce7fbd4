namespace Eidetic.Modeling;

/// <summary>A file in a zip archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Header">Offset of its local header.</param>
/// <param name="Start">Offset of its first byte, as it lies in the archive.</param>
/// <param name="StoredLength">Bytes it takes in the archive.</param>
/// <param name="Length">Bytes it claims to have.</param>
/// <param name="IsDeflated">Whether it is compressed; otherwise its bytes lie in the archive as they are.</param>
internal sealed record ZipEntry(string Name, long Header, long Start, long StoredLength, long Length, bool IsDeflated)
{
    /// <summary>Offset after its last byte.</summary>
    public long End => Start + StoredLength;
}
