namespace Eidetic.Modeling;

/// <summary>What may be done with a class or function that a pickle names.</summary>
internal enum PickleGlobalKind
{
    /// <summary>Names the element type of a storage.</summary>
    Storage,

    /// <summary>Makes a tensor of a storage.</summary>
    RebuildTensor,

    /// <summary>Makes a parameter of a tensor: the tensor itself, here.</summary>
    RebuildParameter,

    /// <summary>Makes an empty dictionary.</summary>
    OrderedDictionary,

    /// <summary>Marks the type of its first argument, which it returns.</summary>
    TypeTag,

    /// <summary>A compiled module's class.</summary>
    CompiledClass,
}
