using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>A class or function the pickle names; only those of <see cref="PickleGlobals"/> come to be.</summary>
internal sealed class PickleGlobal(PickleGlobalKind kind, string name, ScalarType type = default) : PickleValue
{
    /// <summary>What may be done with it.</summary>
    public PickleGlobalKind Kind { get; } = kind;

    /// <summary>Module and name.</summary>
    public string Name { get; } = name;

    /// <summary>Element type of a storage.</summary>
    public ScalarType Type { get; } = type;
}
