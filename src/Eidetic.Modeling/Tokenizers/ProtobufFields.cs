using System.Buffers.Binary;

namespace Eidetic.Modeling;

/// <summary>Reads the fields of a message in Protocol Buffers' wire format, one after another.</summary>
/// <param name="bytes">The message.</param>
internal ref struct ProtobufFields(ReadOnlySpan<byte> bytes)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Number of the field that was read last.</summary>
    public int Number { get; private set; }

    /// <summary>Its value where it is a number or true or false; else 0.</summary>
    public ulong Value { get; private set; }

    /// <summary>Its bytes where it is a text, bytes or a message; else none.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its value where it is a number of 32 bits with a point.</summary>
    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)Value);

    /// <summary>Whether the message ended where a field ends, or another way than it should.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end, also of a damaged message.</returns>
    public bool Next()
    {
        if (IsDamaged || _rest.IsEmpty)
        {
            return false;
        }

        Value = 0;
        Bytes = default;
        var key = ReadVarint();
        Number = (int)Math.Min(key >> 3, int.MaxValue);
        switch (key & 7)
        {
            case Varint:
                Value = ReadVarint();
                break;
            case Fixed64 when Take(sizeof(ulong)) is { Length: sizeof(ulong) } wide:
                Value = BinaryPrimitives.ReadUInt64LittleEndian(wide);
                break;
            case Fixed32 when Take(sizeof(uint)) is { Length: sizeof(uint) } narrow:
                Value = BinaryPrimitives.ReadUInt32LittleEndian(narrow);
                break;
            case Delimited:
                Bytes = Take(ReadVarint());
                break;
            default:
                IsDamaged = true;
                break;
        }

        return !IsDamaged;
    }

    private ulong ReadVarint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        IsDamaged = true;
        return 0;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (IsDamaged || length > (ulong)_rest.Length)
        {
            IsDamaged = true;
            return default;
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
