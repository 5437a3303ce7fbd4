namespace Eidetic.Modeling;

/// <summary>One entry of a library's <c>.gnu.version_r</c>: a version it needs of another library.</summary>
/// <param name="Library">The other library, as in <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version, as in <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Flags">The entry's flags; <see cref="Weak"/> makes the loader accept its absence.</param>
/// <param name="FlagsOffset">Where the flags lie in the file, in bytes.</param>
/// <param name="Index">The number by which symbols name this version.</param>
internal sealed record ElfVersionNeed(string Library, string Version, ushort Flags, long FlagsOffset, ushort Index)
{
    /// <summary>The flag that turns an absent version from an error into nothing (VER_FLG_WEAK).</summary>
    public const ushort Weak = 2;

    /// <summary>Whether the loader already accepts the version's absence.</summary>
    public bool IsWeak => (Flags & Weak) != 0;
}
