namespace Eidetic.Modeling;

/// <summary>A list; <paramref name="items"/> may grow.</summary>
internal sealed class PickleList(List<object?> items) : PickleValue
{
    /// <summary>The items.</summary>
    public List<object?> Items { get; } = items;
}
