using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Writes safetensors files. The same tensors and metadata give the same bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file whole or not at all: to a temporary name beside it, then moved into place.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="tensors">Tensors by name, on any device, of any layout; they stay the caller's.</param>
    /// <param name="metadata">Metadata, or null for none.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or an element type is not one of the format's.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TorchRuntime.EnsureLoaded();
        var ordered = Order(tensors);
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
                WriteData(stream, tensor);
        });
    }

    // Wide elements first, so that every tensor is aligned to its element size; then by name.
    private static List<KeyValuePair<string, Tensor>> Order(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var list = tensors.ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        foreach (var (name, tensor) in list)
        {
            if (!seen.Add(name))
                throw new ArgumentException($"Expected distinct tensor names, got '{name}' twice or reserved.", nameof(tensors));
            if (SafetensorsDtypes.NameOf(tensor.dtype) is null)
                throw new ArgumentException($"Tensor '{name}' is {tensor.dtype}; expected one of {SafetensorsDtypes.Names}.", nameof(tensors));
        }

        return [.. list.OrderByDescending(entry => SafetensorsDtypes.SizeOf(entry.Value.dtype)).ThenBy(entry => entry.Key, StringComparer.Ordinal)];
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new MemoryStream();
        json.Write(new byte[8]);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    writer.WriteString(key, value);
                writer.WriteEndObject();
            }

            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", SafetensorsDtypes.NameOf(tensor.dtype));
                WriteNumbers(writer, "shape", tensor.shape);
                var end = offset + checked(tensor.numel() * SafetensorsDtypes.SizeOf(tensor.dtype));
                WriteNumbers(writer, "data_offsets", [offset, end]);
                writer.WriteEndObject();
                offset = end;
            }

            writer.WriteEndObject();
        }

        while (json.Length % 8 != 0)
            json.WriteByte((byte)' ');
        var bytes = json.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        return bytes;
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string property, long[] numbers)
    {
        writer.WriteStartArray(property);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    private static void WriteData(FileStream stream, Tensor tensor)
    {
        if (tensor.numel() == 0)
            return;

        using var scope = NewDisposeScope();
        stream.Write(tensor.detach().cpu().contiguous().bytes);
    }
}
