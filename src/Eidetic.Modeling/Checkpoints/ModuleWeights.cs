using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A module's parameters and buffers as a safetensors file, under the names of its state dictionary (fields, or their
/// <c>[ComponentName]</c>), each after a prefix.
/// </summary>
public static class ModuleWeights
{
    /// <summary>Fills a module from a file; every tensor of the module must be there in its shape, and no other under the prefix.</summary>
    /// <param name="module">The module; its element types and devices are kept.</param>
    /// <param name="file">The file.</param>
    /// <param name="prefix">What the names in the file begin with, as in <c>decoder.</c>; empty for none.</param>
    /// <exception cref="CheckpointFormatException">Tensors are missing, surplus, or of another shape; they are named, and the module is unchanged.</exception>
    public static void LoadStrict(nn.Module module, SafetensorsFile file, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(prefix);
        var state = module.state_dict();
        CheckpointLayout.Require(file, state.ToDictionary(entry => entry.Key, entry => entry.Value.shape, StringComparer.Ordinal), prefix);
        using var noGradient = no_grad();
        foreach (var (name, target) in state)
        {
            using var loaded = file.LoadTensor(prefix + name);
            target.copy_(loaded);
        }
    }

    /// <summary>Writes a module's parameters and buffers.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="prefix">What the names in the file begin with; empty for none.</param>
    /// <param name="metadata">Metadata, or null for none.</param>
    public static void Save(nn.Module module, string path, string prefix = "", IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(prefix);
        SafetensorsWriter.Write(path, module.state_dict().Select(entry => KeyValuePair.Create(prefix + entry.Key, entry.Value)), metadata);
    }
}
