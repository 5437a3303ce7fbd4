using Eidetic.Abstractions;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A safetensors file open for reading. The header is checked whole when it is opened; tensors are read when asked for. Safe to use
/// from several threads; dispose it when done.
/// </summary>
public sealed class SafetensorsFile : ICheckpoint
{
    private readonly SafeFileHandle _file;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(string path, SafeFileHandle file, SafetensorsHeader header)
    {
        Path = path;
        _file = file;
        _header = header;
        Names = [.. header.Tensors.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

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
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new SafetensorsFile(path, file, SafetensorsHeader.Read(path, file));
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
                throw new CheckpointFormatException(path, $"{path} cannot be read: expected a safetensors file ({exception.Message})", exception);
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

    /// <summary>Reads a tensor to the CPU.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="convertTo">Element type to convert to; null keeps the file's.</param>
    /// <returns>A new tensor that belongs to the caller's dispose scope, or, without one, to the caller.</returns>
    /// <exception cref="CheckpointFormatException">There is no such tensor, or the file ends before its data.</exception>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded.</exception>
    public Tensor LoadTensor(string name, ScalarType? convertTo = null)
    {
        TorchRuntime.EnsureLoaded();
        var (info, start, length) = Find(name);
        var tensor = empty([.. info.Shape], info.Dtype);
        try
        {
            if (length > 0)
                ReadInto(name, tensor, start, length);
            if (convertTo is not { } type || type == info.Dtype)
                return tensor;

            var converted = tensor.to(type);
            tensor.Dispose();
            return converted;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor as float32, whatever its element type.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>float32 [elements], outermost axis slowest.</returns>
    /// <exception cref="CheckpointFormatException">There is no such tensor, or the file ends before its data.</exception>
    public float[] LoadFloats(string name)
    {
        using var tensor = LoadTensor(name, ScalarType.Float32);
        return tensor.data<float>().ToArray();
    }

    /// <summary>Closes the file. Tensors that were read live on.</summary>
    public void Dispose() => _file.Dispose();

    private (SafetensorsInfo Info, long Start, long Length) Find(string name) => _header.Tensors.TryGetValue(name, out var found)
        ? found
        : throw new CheckpointFormatException(Path, $"{Path} has no tensor '{name}'; is it another model's file?");

    private void ReadInto(string name, Tensor tensor, long start, long length)
    {
        var bytes = tensor.bytes;
        if (bytes.Length != length)
            throw new CheckpointFormatException(Path, $"{Path}: tensor '{name}' of {length} bytes is larger than the {int.MaxValue} bytes that can be read at once.");

        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_file, bytes[done..], start + done);
            done += read > 0 ? read : throw new CheckpointFormatException(Path, $"{Path} ends within tensor '{name}'; it became shorter while it was read.");
        }
    }
}
