using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Eidetic.Modeling.Tests.Checkpoints;

/// <summary>Writes pickles instruction by instruction, and archives around them; the root is one dictionary.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [];

    public PickleBuilder() => Raw(0x80, 2, '}', '(');

    /// <summary>Instructions and their plain arguments: bytes, or characters that stand for one.</summary>
    public PickleBuilder Raw(params object[] bytes)
    {
        foreach (var value in bytes)
            _bytes.Add(value is char letter ? (byte)letter : (byte)(int)value);
        return this;
    }

    public PickleBuilder Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Raw('X');
        _bytes.AddRange(BitConverter.GetBytes(bytes.Length));
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBuilder Global(string module, string name)
    {
        _bytes.AddRange(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));
        return this;
    }

    public PickleBuilder Long(long value)
    {
        Raw(0x8a, 8);
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public PickleBuilder Longs(params long[] values)
    {
        Raw('(');
        foreach (var value in values)
            Long(value);
        return Raw('t');
    }

    public PickleBuilder Tensor(string name, string key, params long[] shape)
    {
        var strides = new long[shape.Length];
        var count = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = count;
            count *= shape[axis];
        }

        return Text(name).View("FloatStorage", key, count, 0, shape, strides);
    }

    public PickleBuilder View(string storage, string key, long count, long offset, long[] shape, long[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Raw('(')
            .Raw('(').Text("storage").Global("torch", storage).Text(key).Text("cpu").Long(count).Raw('t', 'Q')
            .Long(offset).Longs(shape).Longs(strides).Raw(0x89).Global("collections", "OrderedDict").Raw(')', 'R').Raw('t', 'R');

    public byte[] Pickle() => [.. _bytes, (byte)'u', (byte)'.'];

    public string Write(string path, params (string Key, byte[] Data)[] storages) => WriteArchive(path, Pickle(), storages);

    public static string WriteArchive(string path, byte[] pickle, params (string Key, byte[] Data)[] storages)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add("archive/data.pkl", pickle);
        foreach (var (key, data) in storages)
            Add("archive/data/" + key, data);
        return path;

        void Add(string name, byte[] data)
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(data);
        }
    }

    public static byte[] Floats(params float[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
        return bytes;
    }
}
