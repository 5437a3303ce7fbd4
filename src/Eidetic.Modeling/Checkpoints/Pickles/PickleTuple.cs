namespace Eidetic.Modeling;

/// <summary>A tuple.</summary>
internal sealed class PickleTuple(object?[] items) : PickleValue
{
    /// <summary>The items.</summary>
    public object?[] Items { get; } = items;
}
