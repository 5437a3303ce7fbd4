namespace Eidetic.Server.Memories;

/// <summary>What the memory holds, as <c>GET /v1/memory</c> answers.</summary>
internal sealed record MemoryEntry(
    string Name, int Images, string Scheme, string Model, string Generation, int Format, int Added, int Removed, bool Calibrated, bool Reranks,
    double MemorizeAccuracy, int Seed, long Bytes, bool Writable)
{
    /// <summary>Tags, the most used first.</summary>
    public required IReadOnlyList<Data.TagUse> Tags { get; init; }

    public static MemoryEntry Of(ServedMemory memory)
    {
        var info = memory.Info;
        return new MemoryEntry(
            memory.Name, info.Images, info.Scheme, NameOf(info.Model), info.Generation, info.FormatVersion, info.AddedImages, info.RemovedImages, info.IsCalibrated,
            info.Reranks, info.MemorizeAccuracy, info.Seed, info.Files.Sum(file => file.SizeInBytes), memory.IsWritable)
        {
            Tags = [.. info.Tags.Take(MostTags)],
        };
    }

    private const int MostTags = 200;

    // The folder of a published model is this machine's business; its name is enough.
    private static string NameOf(string model) => Path.GetFileName(Path.TrimEndingDirectorySeparator(model));
}
