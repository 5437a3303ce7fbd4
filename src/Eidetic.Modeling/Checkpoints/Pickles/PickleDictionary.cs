namespace Eidetic.Modeling;

/// <summary>A dictionary, ordered or not; keys in the order they were set.</summary>
internal sealed class PickleDictionary : PickleValue
{
    /// <summary>Keys and values.</summary>
    public List<(object? Key, object? Value)> Entries { get; } = [];
}
