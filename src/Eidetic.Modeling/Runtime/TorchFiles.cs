using System.Runtime.InteropServices;
using TorchSharp;

namespace Eidetic.Modeling;

/// <summary>Where the native libraries of TorchSharp and libtorch lie.</summary>
internal static class TorchFiles
{
    /// <summary>File name of TorchSharp's native library on this system.</summary>
    public static string BridgeName => OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
        : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    /// <summary>libtorch's libraries, in the order in which they need each other.</summary>
    public static IReadOnlyList<string> TorchNames => OperatingSystem.IsWindows() ? ["c10.dll", "torch_cpu.dll", "torch.dll"]
        : OperatingSystem.IsMacOS() ? ["libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib"] : ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>The first place that holds a library, or null.</summary>
    /// <param name="fileName">Name of the library.</param>
    public static string? Find(string fileName) => Folders().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders()
    {
        // What the host read from the application's deps.json: right for `dotnet run`, `dotnet test` and published programs alike.
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string listed)
        {
            foreach (var folder in listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
                yield return folder;
        }

        var native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, native);
        if (Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } managed)
        {
            yield return managed;
            yield return Path.Combine(managed, native);
            yield return Path.Combine(managed, "..", "..", native);
        }
    }
}
