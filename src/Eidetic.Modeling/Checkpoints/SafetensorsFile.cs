using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A safetensors file open for reading. The header is checked whole when it is opened; tensors are not copied but
/// lie in mapped memory of the file, which must not be changed in place meanwhile, nor the tensors. Safe to use from several threads;
/// dispose it when done.
/// </summary>
public sealed class SafetensorsFile : ICheckpoint
{
    private readonly MappedFile _file;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(MappedFile file, SafetensorsHeader header)
    {
        _file = file;
        _header = header;
        Names = [.. header.Tensors.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>Names of the tensors, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The file's metadata; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">The file is missing, cut short, contradicts itself, or is no safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = MappedFile.Open(path, "a safetensors file");
        try
        {
            return new SafetensorsFile(file, SafetensorsHeader.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a tensor exists.</summary>
    /// <param name="name">Name of the tensor.</param>
    public bool Contains(string name) => _header.Tensors.ContainsKey(name);

    /// <summary>Element type and shape of a tensor.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <exception cref="CheckpointFormatException">There is no such tensor.</exception>
    public SafetensorsInfo Info(string name) => Find(name).Info;

    /// <summary>Gives a tensor on the CPU, in mapped memory of the file: nobody may write to it.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="convertTo">Element type to convert to; null keeps the file's.</param>
    /// <returns>A tensor that belongs to the caller's dispose scope, or, without one, to the caller. It outlives this object.</returns>
    /// <exception cref="CheckpointFormatException">There is no such tensor, or the file ends before its data.</exception>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded.</exception>
    public Tensor LoadTensor(string name, ScalarType? convertTo = null) => _file.Load(name, Find(name), convertTo);

    /// <summary>Reads a tensor as float32, whatever its element type.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>float32 [elements], outermost axis slowest.</returns>
    /// <exception cref="CheckpointFormatException">There is no such tensor, or the file ends before its data.</exception>
    public float[] LoadFloats(string name)
    {
        using var tensor = LoadTensor(name, ScalarType.Float32);
        return tensor.data<float>().ToArray();
    }

    /// <summary>Closes the file. Tensors in its memory live on.</summary>
    public void Dispose() => _file.Dispose();

    private StoredTensor Find(string name) => _header.Tensors.TryGetValue(name, out var found)
        ? found
        : throw new CheckpointFormatException(Path, $"{Path} has no tensor '{name}'; is it another model's file?");
}
