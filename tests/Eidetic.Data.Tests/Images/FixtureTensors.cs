using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Eidetic.Data.Tests;

/// <summary>Reads golden tensors without libtorch.</summary>
internal sealed class FixtureTensors
{
    private readonly byte[] _file;
    private readonly JsonElement _header;
    private readonly int _start;

    public FixtureTensors(string folder, string name)
    {
        _file = File.ReadAllBytes(PathOf(folder, name));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(_file);
        _header = JsonDocument.Parse(_file.AsMemory(8, length)).RootElement;
        _start = 8 + length;
    }

    public IEnumerable<string> Names => _header.EnumerateObject().Select(entry => entry.Name);

    public static string PathOf(string folder, string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", folder, name);

    public byte[] Bytes(string name)
    {
        var offsets = _header.GetProperty(name).GetProperty("data_offsets");
        return _file[(_start + offsets[0].GetInt32())..(_start + offsets[1].GetInt32())];
    }

    public float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray();
}
