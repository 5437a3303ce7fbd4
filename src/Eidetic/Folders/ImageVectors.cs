using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>Every image's vector in the shared space, as kept in <c>vectors.safetensors</c>.</summary>
internal static class ImageVectors
{
    public const string Name = "images";

    /// <summary>Writes the vectors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vectors">float32 [images, sharedDim].</param>
    public static void Save(string path, FeatureMatrix vectors)
    {
        using var tensor = vectors.ToTensor(torch.CPU);
        SafetensorsWriter.Write(path, [KeyValuePair.Create(Name, tensor)]);
    }

    /// <summary>Reads the vectors.</summary>
    /// <returns>float32 [images, sharedDim].</returns>
    /// <exception cref="CheckpointFormatException">The file is damaged, or holds something else.</exception>
    public static FeatureMatrix Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var shape = file.Info(Name).Shape;
        return shape.Count == 2
            ? new FeatureMatrix((int)shape[1], file.LoadFloats(Name))
            : throw new CheckpointFormatException(path, $"Expected vectors of [images, dim] in {path}, found [{string.Join(", ", shape)}].");
    }
}
