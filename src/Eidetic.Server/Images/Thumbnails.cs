using Eidetic.Data;

namespace Eidetic.Server.Images;

/// <summary>
/// Small pictures, kept while there is room: those asked for longest ago go first. A picture that is small already is given as it is. Safe to
/// use from several threads; few are made at a time, since each takes the memory of a whole picture.
/// </summary>
/// <param name="limits">What a picture may cost.</param>
internal sealed class Thumbnails(ServerLimits limits) : IDisposable
{
    private const int Room = 64 * 1024 * 1024;
    private const int SmallBytes = 24_000;
    private const int Quality = 82;
    private static readonly int[] Sizes = [64, 96, 128, 192, 256, 320, 384, 512, 768, 1024];

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Sha256, int Size), LinkedListNode<Entry>> _kept = [];
    private readonly LinkedList<Entry> _order = new();
    private readonly SemaphoreSlim _slots = new(2);
    private readonly ImageDecoder _decoder = new(new ImageDecoderOptions { MaxBytes = limits.PictureBytes, MaxPixels = limits.PicturePixels });
    private long _bytes;

    /// <summary>The size that is given where another is asked for: the next larger one of a few.</summary>
    /// <param name="asked">Longest side in pixels.</param>
    public static int Rounded(int asked) => Sizes.FirstOrDefault(size => size >= asked, Sizes[^1]);

    /// <summary>Makes or finds a thumbnail.</summary>
    /// <param name="sha256">Names the picture's content.</param>
    /// <param name="size">Longest side in pixels.</param>
    /// <param name="read">Reads the encoded picture.</param>
    /// <param name="item">The picture's key, for messages.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<byte[]> GetAsync(string sha256, int size, Func<Task<byte[]>> read, string item, CancellationToken cancellationToken)
    {
        if (Find((sha256, size)) is { } known)
        {
            return known;
        }

        await _slots.WaitAsync(cancellationToken);
        try
        {
            if (Find((sha256, size)) is { } made)
            {
                return made;
            }

            var bytes = await read();
            var small = await Task.Run(() => Shrink(bytes, size, item), cancellationToken);
            Keep(new Entry((sha256, size), small));
            return small;
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private byte[] Shrink(byte[] bytes, int size, string item)
    {
        var header = _decoder.ReadHeader(bytes, item);
        return bytes.Length <= SmallBytes && Math.Max(header.Width, header.Height) <= size
            ? bytes
            : ImageWriter.EncodeJpeg(ImageResizer.Thumbnail(_decoder.Decode(bytes, item), size), Quality);
    }

    private byte[]? Find((string Sha256, int Size) name)
    {
        lock (_gate)
        {
            if (!_kept.TryGetValue(name, out var node))
            {
                return null;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Bytes;
        }
    }

    private void Keep(Entry entry)
    {
        lock (_gate)
        {
            if (!_kept.TryAdd(entry.Name, new LinkedListNode<Entry>(entry)))
            {
                return;
            }

            _order.AddFirst(_kept[entry.Name]);
            _bytes += entry.Bytes.Length;
            while (_bytes > Room && _order.Last is { } oldest)
            {
                _order.RemoveLast();
                _kept.Remove(oldest.Value.Name);
                _bytes -= oldest.Value.Bytes.Length;
            }
        }
    }

    private sealed record Entry((string Sha256, int Size) Name, byte[] Bytes);
}
