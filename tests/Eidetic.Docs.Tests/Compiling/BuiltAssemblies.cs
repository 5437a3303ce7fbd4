using Eidetic.Cli;
using Microsoft.CodeAnalysis;

namespace Eidetic.Docs.Tests.Compiling;

/// <summary>What code in docs is compiled against: the runtime, ASP.NET Core, the packages, and the libraries as they were built.</summary>
internal static class BuiltAssemblies
{
    // Nobody's application references the program or these tests.
    private static readonly string[] LeftOut = [typeof(BuiltAssemblies).Assembly.GetName().Name!, typeof(EideticApp).Assembly.GetName().Name!];

    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => file.Length > 0 && !LeftOut.Contains(Path.GetFileNameWithoutExtension(file)))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];
}
