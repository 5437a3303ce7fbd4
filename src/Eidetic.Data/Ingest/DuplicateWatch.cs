using System.Buffers.Binary;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>Tells of images whose bytes were seen before under another key.</summary>
internal sealed class DuplicateWatch
{
    private readonly Dictionary<UInt128, string> _firstKeys = [];

    /// <summary>A problem when the bytes were seen before. The first half of a SHA-256 is as unlikely to repeat by chance as any hash.</summary>
    public SourceProblem? Check(IngestedImage image)
    {
        var half = BinaryPrimitives.ReadUInt128LittleEndian(image.Sha256);
        return _firstKeys.TryAdd(half, image.Source.Key)
            ? null
            : new SourceProblem(image.Source.Key, $"The file has the same bytes as '{_firstKeys[half]}'; both are kept.");
    }
}
