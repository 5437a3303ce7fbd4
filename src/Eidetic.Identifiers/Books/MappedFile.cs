using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;

namespace Eidetic.Identifiers;

/// <summary>
/// A file mapped into memory for reading. Its sections are bounds-checked when they are cut and fail with
/// <see cref="ObjectDisposedException"/> after disposal; the pages stay mapped until the last holder lets go.
/// The file must not be shortened while it is mapped; it stays open, so that programs that heed locks are kept from it.
/// </summary>
internal sealed class MappedFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly MemoryMappedViewAccessor _view;
    private volatile bool _disposed;

    public MappedFile(string path)
    {
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        try
        {
            Length = _stream.Length;
            using var file = MemoryMappedFile.CreateFromFile(
                _stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = file.CreateViewAccessor(offset: 0, size: 0, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    /// <summary>A part of the file as elements, without copying.</summary>
    /// <param name="offset">Bytes from the beginning; a multiple of the element's size.</param>
    /// <param name="count">Elements.</param>
    public ReadOnlyMemory<T> Section<T>(long offset, int count) where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        if (offset < 0 || offset % size != 0 || count < 0 || offset > Length - ((long)count * size))
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, FormattableString.Invariant($"Expected {count} elements within {Length} bytes."));
        }

        return new MappedSection<T>(this, offset, count).Memory;
    }

    /// <summary>Keeps the pages mapped until the result is disposed.</summary>
    public IDisposable Hold()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IdentifierBook));
        var added = false;
        _view.SafeMemoryMappedViewHandle.DangerousAddRef(ref added);
        return new Holder(this);
    }

    public void Dispose()
    {
        _disposed = true;
        _view.Dispose();
        _stream.Dispose();
    }

    private unsafe Span<T> SpanAt<T>(long offset, int count) where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(IdentifierBook));
        return new Span<T>((byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle() + offset, count);
    }

    private sealed class MappedSection<T>(MappedFile file, long offset, int count) : MemoryManager<T> where T : unmanaged
    {
        // The base class would ask for a span; the length alone needs no open file.
        public override Memory<T> Memory => CreateMemory(count);

        public override Span<T> GetSpan() => file.SpanAt<T>(offset, count);

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("Sections are read through spans.");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Holder(MappedFile file) : IDisposable
    {
        private MappedFile? _file = file;

        public void Dispose() => Interlocked.Exchange(ref _file, null)?._view.SafeMemoryMappedViewHandle.DangerousRelease();
    }
}
