namespace Eidetic.Identifiers;

/// <summary>
/// Seeds for the parts of a task, so that parts do not repeat each other's draws. Stable across processes, unlike <c>HashCode</c>.
/// </summary>
internal static class SeedSequence
{
    /// <summary>The seed of a part (SplitMix64's finalizer, Steele et al. 2014).</summary>
    public static int Child(int seed, int part)
    {
        var mixed = ((ulong)(uint)seed << 32 | (uint)part) + 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return (int)((mixed ^ (mixed >> 31)) & int.MaxValue);
    }
}
