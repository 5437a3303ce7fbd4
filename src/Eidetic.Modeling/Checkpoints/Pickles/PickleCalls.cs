namespace Eidetic.Modeling;

/// <summary>What a pickle may name and call, done without Python: tensors, parameters, dictionaries, storages.</summary>
internal sealed class PickleCalls(PickleCursor cursor)
{
    private const int MaxNameLength = 200;

    /// <summary>Resolves a class or function.</summary>
    public PickleGlobal Name(string module, string name)
    {
        var full = $"{module}.{name}";
        var shown = full.Length > MaxNameLength ? full[..MaxNameLength] : full;
        return PickleGlobals.Find(full) ?? throw cursor.Bad(
            $"the pickle names '{shown}', which no weights need; nothing of it was run. Convert the file to safetensors where you trust it");
    }

    /// <summary>Makes an object of a class.</summary>
    public PickleObject Make(PickleGlobal made) => made.Kind == PickleGlobalKind.CompiledClass
        ? new PickleObject()
        : throw cursor.Bad($"the pickle makes an object of '{made.Name}', which is no class of a compiled module");

    /// <summary>Does what a call would.</summary>
    public object? Call(PickleGlobal called, object?[] values) => (called.Kind, values) switch
    {
        (PickleGlobalKind.RebuildTensor, [PickleStorage storage, long offset, PickleTuple shape, PickleTuple strides, bool, ..]) when values.Length <= 7 =>
            new PickleTensor(storage, offset, Sizes(shape), Sizes(strides)),
        (PickleGlobalKind.RebuildParameter, [PickleTensor data, bool, _]) => data,
        (PickleGlobalKind.OrderedDictionary, []) => new PickleDictionary(),
        (PickleGlobalKind.TypeTag, [PickleList or PickleDictionary, ..]) when values.Length <= 2 => values[0],
        _ => throw cursor.Bad($"the pickle calls '{called.Name}' with values it does not take"),
    };

    /// <summary>Makes the storage that a persistent id names.</summary>
    public PickleStorage Storage(object? id) =>
        id is PickleTuple { Items: ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, string key, string, long count] } && count >= 0
            ? new PickleStorage(key, type.Type, count)
            : throw cursor.Bad("the pickle refers to something other than a storage of known elements");

    private long[] Sizes(PickleTuple sizes)
    {
        if (sizes.Items.Length > StoredTensor.MaxAxes)
            throw cursor.Bad($"the pickle has a tensor of {sizes.Items.Length} axes; expected at most {StoredTensor.MaxAxes}");

        return [.. sizes.Items.Select(size => size is long and >= 0
            ? (long)size
            : throw cursor.Bad("the pickle has a tensor with a size or stride that is no whole number of at least 0"))];
    }
}
