using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A file whose bytes become tensors without being copied. It is mapped at the first tensor of each element type, privately: what anyone would write to the
/// memory never reaches the file. The mapping lives as long as a tensor in it. Safe to use from several threads.
/// </summary>
internal sealed class MappedFile : IDisposable
{
    private const long BytesAtOnce = 1 << 26;

    private readonly Lock _gate = new();
    private readonly Dictionary<ScalarType, Tensor> _mapped = [];
    private bool _isDisposed;

    private MappedFile(string path, SafeFileHandle handle)
    {
        Path = path;
        Handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>For what is read rather than mapped.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, for the message.</param>
    /// <exception cref="CheckpointFormatException">It is missing or cannot be read.</exception>
    public static MappedFile Open(string path, string expected)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new MappedFile(path, handle);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new CheckpointFormatException(path, $"{path} cannot be read: expected {expected} ({exception.Message})", exception);
        }
    }

    /// <summary>Gives a tensor in the mapped memory, or a copy where its elements are not aligned.</summary>
    /// <param name="name">Name of the tensor, for the message.</param>
    /// <param name="stored">Where it lies.</param>
    /// <param name="convertTo">Element type to convert to; null keeps the file's.</param>
    /// <returns>A tensor in the caller's dispose scope.</returns>
    /// <exception cref="CheckpointFormatException">The file became shorter than it was.</exception>
    public Tensor Load(string name, StoredTensor stored, ScalarType? convertTo)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var tensor = stored.Length == 0 ? empty([.. stored.Info.Shape], stored.Info.Dtype) : stored.Shape(Elements(name, stored));
        return (convertTo is { } type && type != tensor.dtype ? tensor.to(type) : tensor).MoveToOuterDisposeScope();
    }

    /// <summary>Fills a buffer from a place in the file.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="offset">The place.</param>
    /// <exception cref="CheckpointFormatException">The file ends before.</exception>
    public void Read(Span<byte> buffer, long offset)
    {
        for (var done = 0; done < buffer.Length;)
        {
            var read = RandomAccess.Read(Handle, buffer[done..], offset + done);
            done += read > 0 ? read : throw new CheckpointFormatException(Path, $"{Path}: the file became shorter while it was read.");
        }
    }

    /// <summary>Closes the file. Tensors in its memory live on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var mapped in _mapped.Values)
                mapped.Dispose();
            _mapped.Clear();
            Handle.Dispose();
        }
    }

    private Tensor Elements(string name, StoredTensor stored)
    {
        var size = SafetensorsDtypes.SizeOf(stored.StoredType);
        using var scope = NewDisposeScope();
        var whole = Map(name, stored.StoredType, size);
        var elements = stored.Start % size == 0
            ? whole.narrow(0, stored.Start / size, stored.Length / size)
            : Copy(stored, size);
        return elements.MoveToOuterDisposeScope();
    }

    private Tensor Copy(StoredTensor stored, int size)
    {
        var copy = empty(stored.Length / size, stored.StoredType);
        for (var done = 0L; done < stored.Length; done += BytesAtOnce)
        {
            using var part = copy.narrow(0, done / size, Math.Min(BytesAtOnce, stored.Length - done) / size);
            Read(part.bytes, stored.Start + done);
        }

        return copy;
    }

    // Its length is checked each time: memory mapped past the end of a file cannot be read.
    private Tensor Map(string name, ScalarType type, int size)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (RandomAccess.GetLength(Handle) < Length)
                throw new CheckpointFormatException(Path, $"{Path} ends within tensor '{name}'; it became shorter while it was read.");

            if (!_mapped.TryGetValue(type, out var whole))
                _mapped[type] = whole = MapAs(type, Length / size);
            return whole.alias();
        }
    }

    private Tensor MapAs(ScalarType type, long elements)
    {
        try
        {
            return from_file(Name(), shared: false, size: elements, dtype: type).DetachFromDisposeScope();
        }
        catch (ExternalException exception)
        {
            throw new CheckpointFormatException(
                Path, $"{Path} cannot be mapped into memory; is it on a file system that can do so? ({exception.Message.Split('\n')[0]})", exception);
        }
    }

    // The very file that is open, even when another has taken its name since.
    private string Name() =>
        OperatingSystem.IsLinux() && $"/proc/self/fd/{Handle.DangerousGetHandle()}" is var open && File.Exists(open) ? open : System.IO.Path.GetFullPath(Path);
}
