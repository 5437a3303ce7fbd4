using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Elements in another file of the archive.</summary>
internal sealed class PickleStorage(string key, ScalarType type, long count) : PickleValue
{
    /// <summary>Name of the file under <c>data/</c>.</summary>
    public string Key { get; } = key;

    /// <summary>Element type.</summary>
    public ScalarType Type { get; } = type;

    /// <summary>Number of elements it claims.</summary>
    public long Count { get; } = count;
}
