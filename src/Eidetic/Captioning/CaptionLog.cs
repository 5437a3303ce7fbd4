using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>
/// A file of captions that grows line by line: <c>{"image":"key","captions":["…"],"model":"…"}</c>. What a crash left of a last line is cut
/// off when the file is opened. One writer at a time; dispose it when done.
/// </summary>
internal sealed class CaptionLog : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly FileStream _stream;
    private readonly string _file;
    private readonly string _model;

    private CaptionLog(string file, string model, FileStream stream) => (_file, _model, _stream) = (file, model, stream);

    /// <summary>Opens a file, or begins one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="model">Name of the model that writes.</param>
    /// <exception cref="SourceException">It holds something else, or captions by another model, or cannot be written.</exception>
    public static CaptionLog Open(string file, string model)
    {
        file = Path.GetFullPath(file);
        FileStream? stream = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            var log = new CaptionLog(file, model, stream);
            log.ReadWhatIsThere();
            return log;
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
                throw new SourceException($"The file '{file}' cannot be written: {exception.Message}", file, innerException: exception);
            throw;
        }
    }

    /// <summary>Whether the file names an image.</summary>
    public bool Has(string key) => _keys.Contains(key);

    /// <summary>Adds a line.</summary>
    public void Add(string key, IReadOnlyList<string> captions)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(new { image = key, captions, model = _model }, Readable), (byte)'\n'];
        _stream.Write(line);
        _keys.Add(key);
    }

    /// <summary>Brings what was written to the disk, and closes the file. One that holds nothing is taken away.</summary>
    public void Dispose()
    {
        var isEmpty = _stream.Length == 0;
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        if (isEmpty)
            File.Delete(_file);
    }

    private void ReadWhatIsThere()
    {
        var bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        var (start, number) = (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0, 0);
        while (start < bytes.Length)
        {
            number++;
            var length = Array.IndexOf(bytes, (byte)'\n', start) - start;
            if (length < 0)
            {
                EndLastLine(bytes.AsMemory(start), start);
                return;
            }

            var line = bytes.AsMemory(start, length);
            if (!Take(line) && !line.Span.Trim("\r\t "u8).IsEmpty)
            {
                throw new SourceException(
                    $"Expected a file of captions in '{_file}', found something else in line {number}: correct that line or choose another --output.", _file, number);
            }

            start += length + 1;
        }

        _stream.Position = _stream.Length;
    }

    // Whole but for its line break, as editors leave it; or the half line of a crash.
    private void EndLastLine(ReadOnlyMemory<byte> line, int start)
    {
        if (Take(line))
        {
            _stream.Position = _stream.Length;
            _stream.WriteByte((byte)'\n');
            return;
        }

        if (_keys.Count == 0 && !line.Span.StartsWith("{\"image\":"u8))
            throw new SourceException($"Expected a file of captions in '{_file}', found something else: choose another --output.", _file);

        _stream.SetLength(start);
        _stream.Position = start;
    }

    private bool Take(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var entry = document.RootElement;
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("image", out var image) || image.ValueKind != JsonValueKind.String)
                return false;

            if (entry.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String && model.GetString() != _model)
            {
                throw new SourceException(
                    $"Expected captions by {_model} in '{_file}', found some by {model.GetString()}: choose another --output.", _file);
            }

            _keys.Add(image.GetString()!);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
