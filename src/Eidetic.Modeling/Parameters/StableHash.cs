namespace Eidetic.Modeling;

/// <summary>FNV-1a over a seed and a name: each parameter starts otherwise, and the same for a seed on every machine.</summary>
internal static class StableHash
{
    public static ulong Of(int seed, string name)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return hash;
    }
}
