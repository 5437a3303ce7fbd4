namespace Eidetic.Modeling;

/// <summary>
/// Makes the one version that an old libstdc++ lacks optional. Compilers from GCC 13 on mark programs that include iostream with a
/// reference to <c>_ZSt21ios_base_library_initv@GLIBCXX_3.4.32</c>, which nothing calls; the loader refuses the library for its sake.
/// </summary>
internal static class WeakVersionPatch
{
    /// <summary>The library whose version is made optional.</summary>
    public const string Library = "libstdc++.so.6";

    /// <summary>The version that is made optional.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    private const string Marker = "_ZSt21ios_base_library_initv";

    /// <summary>Whether the loader would refuse the library where libstdc++ does not define <see cref="Version"/>.</summary>
    /// <param name="library">The library.</param>
    public static bool IsNeededBy(ElfLibrary library) => FindNeed(library) is { IsWeak: false };

    /// <summary>Returns a copy of a library that differs in one byte: the flags of the version's entry.</summary>
    /// <param name="original">The whole file.</param>
    /// <returns>The patched copy, or null when the library does not need the version, or already accepts its absence.</returns>
    /// <exception cref="InvalidDataException">The bytes are no such library, or more than the marker hangs on the version.</exception>
    public static byte[]? Apply(byte[] original)
    {
        var library = ElfLibrary.Parse(original);
        if (FindNeed(library) is not { IsWeak: false } need)
            return null;

        if (library.ReadSymbolsOf(need).FirstOrDefault(symbol => symbol != Marker) is { } used)
            throw new InvalidDataException($"The library really uses {used} of {Version}.");

        var patched = (byte[])original.Clone();
        patched[need.FlagsOffset] |= (byte)ElfVersionNeed.Weak;
        return patched;
    }

    private static ElfVersionNeed? FindNeed(ElfLibrary library) =>
        library.ReadVersionNeeds().FirstOrDefault(need => need.Library == Library && need.Version == Version);
}
