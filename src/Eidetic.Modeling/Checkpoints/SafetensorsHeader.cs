using System.Buffers.Binary;
using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The header of a safetensors file (huggingface/safetensors, "Format"): 8 bytes of length, then JSON. Everything it claims is
/// checked against the file before any tensor is read.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that is read, 100 MB as in the reference implementation.</summary>
    public const long MaxLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    private readonly string _path;

    private SafetensorsHeader(string path) => _path = path;

    /// <summary>Metadata, by key.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Tensors with where their bytes lie in the file, by name.</summary>
    public Dictionary<string, StoredTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads and checks the header.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="CheckpointFormatException">The file is no safetensors file, or contradicts itself.</exception>
    public static SafetensorsHeader Read(MappedFile file)
    {
        var header = new SafetensorsHeader(file.Path);
        var size = file.Length;
        if (size < 8)
            throw header.Bad($"expected a safetensors file, found {size} bytes");

        var prefix = new byte[8];
        file.Read(prefix, 0);

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength || (long)length > size - 8)
            throw header.Bad($"expected a header of at most {Math.Min(MaxLength, size - 8)} bytes, found a length of {length}: not a safetensors file, or cut short");

        var json = new byte[length];
        file.Read(json, 8);

        header.Parse(json, dataStart: 8 + (long)length, dataLength: size - 8 - (long)length);
        return header;
    }

    private void Parse(byte[] json, long dataStart, long dataLength)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Bad("expected a JSON object as header");

            var hasMetadata = false;
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (entry.Name != MetadataKey)
                    AddTensor(entry.Name, entry.Value, dataStart, dataLength);
                else if (hasMetadata)
                    throw Bad("the metadata occur twice");
                else
                    hasMetadata = AddMetadata(entry.Value);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter for text that is no Unicode
        {
            throw Bad($"the header is not JSON ({exception.Message})", exception);
        }

        RejectOverlapsAndHoles(dataStart, dataLength);
    }

    private bool AddMetadata(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Bad("expected the metadata to be an object");

        foreach (var entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String || !Metadata.TryAdd(entry.Name, entry.Value.GetString()!))
                throw Bad($"expected the metadata '{entry.Name}' once, as a string");
        }

        return true;
    }

    private void AddTensor(string name, JsonElement value, long dataStart, long dataLength)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Bad($"tensor '{name}' is not described by an object");

        var dtypeName = value.TryGetProperty("dtype", out var d) && d.ValueKind == JsonValueKind.String ? d.GetString() : null;
        var dtype = SafetensorsDtypes.Find(dtypeName)
            ?? throw Bad($"tensor '{name}' has the element type '{dtypeName}'; {SafetensorsDtypes.Names} can be read");
        var shape = ReadLongs(name, value, "shape");
        var offsets = ReadLongs(name, value, "data_offsets");
        if (shape.Length > StoredTensor.MaxAxes)
            throw Bad($"tensor '{name}' has {shape.Length} axes; expected at most {StoredTensor.MaxAxes}");
        if (offsets is not [var begin, var end] || begin > end || end > dataLength)
            throw Bad($"tensor '{name}' lies at [{string.Join(", ", offsets)}], outside the {dataLength} bytes of data: the file is cut short or damaged");

        var bytes = StoredTensor.SizeInBytes(dtype, shape);
        if (bytes != end - begin)
            throw Bad($"tensor '{name}' has {end - begin} bytes, but {dtypeName} [{string.Join(", ", shape)}] takes {(bytes < 0 ? "more than any file holds" : bytes)}");

        if (!Tensors.TryAdd(name, new StoredTensor(new SafetensorsInfo(dtype, shape), dataStart + begin, end - begin)))
            throw Bad($"tensor '{name}' occurs twice");
    }

    private long[] ReadLongs(string name, JsonElement value, string property)
    {
        if (!value.TryGetProperty(property, out var list) || list.ValueKind != JsonValueKind.Array)
            throw Bad($"tensor '{name}' has no {property}");

        var numbers = new long[list.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Number || !list[i].TryGetInt64(out numbers[i]) || numbers[i] < 0)
                throw Bad($"tensor '{name}' has the {property} entry {list[i].GetRawText()}; expected a whole number of at least 0");
        }

        return numbers;
    }

    private void RejectOverlapsAndHoles(long dataStart, long dataLength)
    {
        var expected = dataStart;
        foreach (var (name, (_, start, length, _)) in Tensors.OrderBy(tensor => tensor.Value.Start).ThenBy(tensor => tensor.Value.Length))
        {
            if (start < expected)
                throw Bad($"tensor '{name}' overlaps another");
            if (start > expected)
                throw Bad($"{start - expected} bytes before tensor '{name}' belong to no tensor");
            expected += length;
        }

        if (expected != dataStart + dataLength)
            throw Bad($"{dataStart + dataLength - expected} bytes at the end belong to no tensor");
    }

    private CheckpointFormatException Bad(string fact, Exception? inner = null) => new(_path, $"{_path}: {fact}.", inner);
}
