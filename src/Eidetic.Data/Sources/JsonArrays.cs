using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Reads the objects in named arrays at the top of a JSON file one by one, so that a file of hundreds of megabytes needs the memory of its
/// largest entry.
/// </summary>
internal sealed class JsonArrays
{
    private const int LargestEntry = 64 << 20;

    private readonly string _file;
    private readonly string[] _names;
    private readonly Action<string, int, JsonElement> _take;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string _property = "";
    private bool _isInside;
    private int _index;

    private JsonArrays(string file, string[] names, Action<string, int, JsonElement> take)
    {
        _file = file;
        _names = names;
        _take = take;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="names">The arrays; each must be there.</param>
    /// <param name="take">Receives array, position in it, and entry; the entry is gone afterwards.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SourceException">The file is no JSON, or lacks an array.</exception>
    public static void Read(string file, string[] names, Action<string, int, JsonElement> take, CancellationToken cancellationToken)
    {
        var arrays = new JsonArrays(file, names, take);
        try
        {
            arrays.Read(cancellationToken);
        }
        catch (JsonException exception)
        {
            var place = FormattableString.Invariant($"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
            throw new SourceException(
                $"Expected a JSON object in '{Path.GetFileName(file)}', found something else at {place}: damaged or cut short?",
                file,
                exception.LineNumber + 1,
                exception);
        }
    }

    private void Read(CancellationToken cancellationToken)
    {
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var buffer = new byte[1 << 16];
        var state = new JsonReaderState();
        var (filled, isFirst, isLast) = (0, true, false);
        while (!isLast)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = stream.ReadAtLeast(buffer.AsSpan(filled), minimumBytes: 1, throwOnEndOfStream: false);
            isLast = read == 0;
            filled += read;
            var start = isFirst && filled >= 3 && buffer is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0; // a byte order mark
            if (filled >= 3 || isLast)
            {
                isFirst = false;
                start += Scan(buffer.AsSpan(start, filled - start), isLast, ref state);
                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                filled -= start;
            }

            if (filled == buffer.Length)
            {
                if (buffer.Length >= LargestEntry)
                    throw new SourceException($"'{Path.GetFileName(_file)}' holds an entry of more than {LargestEntry >> 20} MiB: not a data set's file.", _file);
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        if (_names.FirstOrDefault(name => !_seen.Contains(name)) is { } missing)
            throw new SourceException($"'{Path.GetFileName(_file)}' has no array '{missing}': expected a JSON object with {string.Join(" and ", _names)}.", _file);
    }

    /// <summary>Takes the entries that lie whole in the bytes, and tells how many bytes are done with.</summary>
    private int Scan(ReadOnlySpan<byte> bytes, bool isLast, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, isLast, state);
        while (true)
        {
            var before = reader;
            if (!reader.Read())
                break;

            if (_isInside && reader.CurrentDepth == 2 && reader.TokenType is not JsonTokenType.EndArray)
            {
                if (!JsonDocument.TryParseValue(ref reader, out var entry))
                {
                    reader = before;
                    break;
                }

                using (entry)
                {
                    _take(_property, _index++, entry.RootElement);
                }
            }
            else
            {
                Follow(ref reader);
            }
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private void Follow(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
            throw new SourceException($"Expected a JSON object in '{Path.GetFileName(_file)}', found something else.", _file);

        if (reader.CurrentDepth != 1)
            return;

        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _property = reader.GetString()!;
        }
        else if (reader.TokenType == JsonTokenType.StartArray && _names.Contains(_property))
        {
            (_isInside, _index) = (true, 0);
            _seen.Add(_property);
        }
        else if (reader.TokenType == JsonTokenType.EndArray)
        {
            _isInside = false;
        }
    }
}
