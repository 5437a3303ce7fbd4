namespace Eidetic;

/// <summary>Takes a few items of a list, the same ones every time.</summary>
internal static class EvenlySpaced
{
    /// <summary>At most so many items, the first among them, in their order.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? items
        : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * items.Count / most)])];
}
