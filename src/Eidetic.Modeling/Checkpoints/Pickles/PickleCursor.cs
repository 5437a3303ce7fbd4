using System.Buffers.Binary;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Reads a pickle's bytes in order and never past their end.</summary>
internal sealed class PickleCursor(string path, byte[] bytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _at;

    /// <summary>Takes some bytes.</summary>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - _at))
            throw Bad($"the pickle ends within an instruction: {count} bytes expected, {bytes.Length - _at} left");

        var taken = bytes.AsSpan(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    /// <summary>Takes a whole number of one byte.</summary>
    public byte TakeByte() => Take(1)[0];

    /// <summary>Takes a whole number of two bytes.</summary>
    public ushort TakeU16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>Takes a whole number of four bytes.</summary>
    public uint TakeU32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Takes a whole number of eight bytes.</summary>
    public ulong TakeU64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Takes a number with a fraction; the only number written big end first.</summary>
    public double TakeDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>Takes a signed whole number of any length; one of more than 64 bits, which counts nothing here, becomes a double.</summary>
    public object TakeInteger(ulong length)
    {
        if (length > 256)
            throw Bad($"the pickle holds a whole number of {length} bytes");

        var value = new System.Numerics.BigInteger(Take(length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : (double)value;
    }

    /// <summary>Takes text of a known length.</summary>
    public string TakeText(ulong length) => Decode(Take(length));

    /// <summary>Takes text up to the end of the line.</summary>
    public string TakeLine()
    {
        var length = bytes.AsSpan(_at).IndexOf((byte)'\n');
        if (length < 0)
            throw Bad("the pickle ends within a name");

        var text = TakeText((ulong)length);
        _at++;
        return text;
    }

    /// <summary>What is wrong with this pickle.</summary>
    public CheckpointFormatException Bad(string fact, Exception? inner = null) => new(path, $"{path}: {fact}.", inner);

    private string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException exception)
        {
            throw Bad("a text in the pickle is no Unicode", exception);
        }
    }
}
