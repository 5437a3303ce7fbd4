using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>The classes and functions that pickles of weights may name. A pickle can name any function of Python; no other is accepted.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, PickleGlobal> Known = new PickleGlobal[]
    {
        new(PickleGlobalKind.RebuildTensor, "torch._utils._rebuild_tensor_v2"),
        new(PickleGlobalKind.RebuildParameter, "torch._utils._rebuild_parameter"),
        new(PickleGlobalKind.OrderedDictionary, "collections.OrderedDict"),
        new(PickleGlobalKind.TypeTag, "torch.jit._pickle.build_intlist"),
        new(PickleGlobalKind.TypeTag, "torch.jit._pickle.build_doublelist"),
        new(PickleGlobalKind.TypeTag, "torch.jit._pickle.build_boollist"),
        new(PickleGlobalKind.TypeTag, "torch.jit._pickle.build_tensorlist"),
        new(PickleGlobalKind.TypeTag, "torch.jit._pickle.restore_type_tag"),
        new(PickleGlobalKind.Storage, "torch.FloatStorage", ScalarType.Float32),
        new(PickleGlobalKind.Storage, "torch.HalfStorage", ScalarType.Float16),
        new(PickleGlobalKind.Storage, "torch.BFloat16Storage", ScalarType.BFloat16),
        new(PickleGlobalKind.Storage, "torch.DoubleStorage", ScalarType.Float64),
        new(PickleGlobalKind.Storage, "torch.LongStorage", ScalarType.Int64),
        new(PickleGlobalKind.Storage, "torch.IntStorage", ScalarType.Int32),
        new(PickleGlobalKind.Storage, "torch.ShortStorage", ScalarType.Int16),
        new(PickleGlobalKind.Storage, "torch.CharStorage", ScalarType.Int8),
        new(PickleGlobalKind.Storage, "torch.ByteStorage", ScalarType.Byte),
        new(PickleGlobalKind.Storage, "torch.BoolStorage", ScalarType.Bool),
    }.ToDictionary(known => known.Name, StringComparer.Ordinal);

    /// <summary>Finds what a pickle names, or gives null.</summary>
    /// <param name="name">Module and name.</param>
    public static PickleGlobal? Find(string name) => Known.TryGetValue(name, out var known)
        ? known
        : name.StartsWith("__torch__.", StringComparison.Ordinal) ? new PickleGlobal(PickleGlobalKind.CompiledClass, name) : null;
}
