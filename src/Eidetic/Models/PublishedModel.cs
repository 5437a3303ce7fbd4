namespace Eidetic;

/// <summary>A published model that Eidetic knows by name.</summary>
/// <param name="Name">What <c>models pull</c> calls it.</param>
/// <param name="Use">What it is: a backbone, or eyes and ears.</param>
/// <param name="Parts">The repositories it is put together from.</param>
public sealed record PublishedModel(string Name, string Use, IReadOnlyList<ModelPart> Parts)
{
    /// <summary>Bytes of its weights as published, about.</summary>
    public long SizeInBytes => Parts.Sum(part => part.SizeInBytes);

    /// <summary>Bytes its weights take as float32, about; learning needs more.</summary>
    public long MemoryInBytes => Parts.Sum(part => part.Parameters) * sizeof(float);
}
