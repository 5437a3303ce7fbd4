using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>The element types of the format that torch computes with here.</summary>
internal static class SafetensorsDtypes
{
    private static readonly (string Name, ScalarType Type, int Size)[] Known =
    [
        ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2), ("F64", ScalarType.Float64, 8),
        ("I8", ScalarType.Int8, 1), ("U8", ScalarType.Byte, 1), ("I16", ScalarType.Int16, 2), ("I32", ScalarType.Int32, 4),
        ("I64", ScalarType.Int64, 8), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names => string.Join(", ", Known.Select(known => known.Name));

    /// <summary>The type of a name, or null when it is not read here.</summary>
    public static ScalarType? Find(string? name) => Array.FindIndex(Known, known => known.Name == name) is >= 0 and var i ? Known[i].Type : null;

    /// <summary>The name of a type, or null when it is not written here.</summary>
    public static string? NameOf(ScalarType type) => Array.Find(Known, known => known.Type == type).Name;

    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(ScalarType type) => Array.Find(Known, known => known.Type == type).Size;
}
