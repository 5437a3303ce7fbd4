using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>The shared space that lies beside a published model's memory.</summary>
internal static class StoredSpace
{
    /// <summary>Loads it; what it is between is read off its tensors: which eyes and ears, and whether these share a space of their own.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">It holds something else.</exception>
    public static SharedSpace Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var (images, texts) = (Length(file, "image.mean"), Length(file, "text.mean"));
        var options = new CompactOptions { Vocabulary = 1, MaxIdentifierLength = 1, ImageDim = images, TextDim = texts };
        var space = new SharedSpace(file.Contains("image.hidden.weight") ? options : options with { KeepsTowerSpace = true, SharedDim = images }, torch.CPU);
        try
        {
            ModuleWeights.LoadStrict(space, file);
            space.eval();
            return space;
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    private static int Length(SafetensorsFile file, string name)
    {
        var shape = file.Contains(name) ? file.Info(name).Shape : [];
        return shape is [> 0 and <= int.MaxValue]
            ? (int)shape[0]
            : throw new CheckpointFormatException(
                file.Path, $"{file.Path}: expected '{name}' of one axis, found {(shape.Count > 0 ? $"[{string.Join(", ", shape)}]" : "none")}: restore the file or build the memory anew.");
    }
}
