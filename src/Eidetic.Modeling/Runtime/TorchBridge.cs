using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Eidetic.Abstractions;
using TorchSharp;

namespace Eidetic.Modeling;

/// <summary>
/// TorchSharp's native library, loaded before TorchSharp looks for it. TorchSharp asks the runtime for it by name, once through
/// <c>NativeLibrary.TryLoad</c> and then for each import; both are answered with the library loaded here.
/// </summary>
/// <param name="Path">The file that was loaded.</param>
/// <param name="IsPatched">Whether it is a private copy.</param>
/// <param name="Reason">Why it is, or is not, a private copy.</param>
/// <param name="LibstdcxxVersion">The newest version libstdc++ defines, or null.</param>
/// <param name="LibstdcxxPath">The process's libstdc++, or null.</param>
internal sealed record TorchBridge(string Path, bool IsPatched, string Reason, string? LibstdcxxVersion, string? LibstdcxxPath)
{
    private const string ImportName = "LibTorchSharp";

    /// <summary>Loads libtorch, then TorchSharp's library on top of it.</summary>
    /// <exception cref="NativeRuntimeException">A library is missing or refused by the system.</exception>
    public static TorchBridge Load()
    {
        var original = TorchFiles.Find(TorchFiles.BridgeName) ?? throw new NativeRuntimeException(
            $"{TorchFiles.BridgeName} for {RuntimeInformation.RuntimeIdentifier} is not beside the program; "
            + "torch exists for linux-x64, win-x64 and osx-arm64, build or publish there.");
        OpenMpWaiting.Shorten();
        foreach (var name in TorchFiles.TorchNames)
            LoadTorch(name);

        return OperatingSystem.IsLinux() ? LoadOnLinux(original) : LoadAsIs(original, "This system has no libstdc++ versions to miss.", libstdcxx: null, version: null);
    }

    private static void LoadTorch(string name)
    {
        var path = TorchFiles.Find(name) ?? throw new NativeRuntimeException(
            $"{name} is not beside the program; reference the package libtorch-cpu of this system, or publish for its runtime identifier.");
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException exception)
        {
            throw new NativeRuntimeException($"The system refuses {path} ({Said(exception)}); "
                + "torch needs a 64-bit system with glibc 2.28 or newer, and its files whole: restore the packages again (dotnet restore --force).", exception);
        }
    }

    private static TorchBridge LoadOnLinux(string original)
    {
        // libtorch is loaded, and with it the libstdc++ that this process lives with.
        var libstdcxx = LoadedLibraries.Find("libstdc++.so");
        byte[] bytes;
        byte[]? patched;
        IReadOnlyList<string> defined;
        try
        {
            bytes = File.ReadAllBytes(original);
            defined = libstdcxx is null ? [] : ElfLibrary.Parse(File.ReadAllBytes(libstdcxx)).ReadVersionDefinitions();
            var newest = NewestOf(defined);
            if (defined.Contains(WeakVersionPatch.Version))
                return LoadAsIs(original, $"libstdc++ defines {WeakVersionPatch.Version}, as the library asks.", libstdcxx, newest);

            patched = WeakVersionPatch.Apply(bytes);
            if (patched is null)
                return LoadAsIs(original, $"The library does not ask for {WeakVersionPatch.Version}.", libstdcxx, newest);
        }
        catch (InvalidDataException exception)
        {
            throw new NativeRuntimeException(
                $"{original} cannot be used with this system's libstdc++ ({exception.Message}); "
                + "restore the packages again (dotnet restore --force) or install libstdc++ of GCC 13 or newer.", exception);
        }

        var path = LoadCopy(bytes, patched);
        return new TorchBridge(
            path, IsPatched: true, $"libstdc++ does not define {WeakVersionPatch.Version}, which the library asks for and never uses.", NewestOf(defined), libstdcxx);
    }

    private static string LoadCopy(byte[] bytes, byte[] patched)
    {
        Exception? failure = null;
        if (PrivateLibraryCopy.UserCache() is { } cache)
        {
            var path = PrivateLibraryCopy.PathIn(cache, bytes, TorchFiles.BridgeName);
            try
            {
                PrivateLibraryCopy.Ensure(path, patched);
                Answer(NativeLibrary.Load(path));
                return path;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                failure = exception; // A read-only or noexec home: a temporary folder may do.
            }
        }

        try
        {
            var folder = Directory.CreateTempSubdirectory("eidetic-").FullName;
            var path = System.IO.Path.Combine(folder, TorchFiles.BridgeName);
            try
            {
                PrivateLibraryCopy.Ensure(path, patched);
                Answer(NativeLibrary.Load(path));
                return path;
            }
            finally
            {
                Directory.Delete(folder, recursive: true); // What is mapped stays mapped.
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            throw new NativeRuntimeException(
                $"This system's libstdc++ is older than torch asks for, and no adapted copy of {TorchFiles.BridgeName} "
                + $"can be loaded from the user's cache or the temporary folder ({Said(failure ?? exception)}); "
                + "make one of them writable, or install libstdc++ of GCC 13 or newer.", failure ?? exception);
        }
    }

    private static TorchBridge LoadAsIs(string path, string reason, string? libstdcxx, string? version)
    {
        try
        {
            Answer(NativeLibrary.Load(path));
        }
        catch (DllNotFoundException exception)
        {
            throw new NativeRuntimeException($"The system refuses {path} ({Said(exception)}); "
                + "restore the packages again (dotnet restore --force), or publish for this system's runtime identifier.", exception);
        }

        return new TorchBridge(path, IsPatched: false, reason, version, libstdcxx);
    }

    private static void Answer(nint library)
    {
        AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += (_, name) => name == ImportName ? library : 0;
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == ImportName ? library : 0);
        }
        catch (InvalidOperationException)
        {
            // The application set a resolver of its own; where that finds nothing, the event above answers.
        }
    }

    private static string? NewestOf(IEnumerable<string> versions) => versions
        .Where(version => version.StartsWith("GLIBCXX_3.", StringComparison.Ordinal) && Version.TryParse(version["GLIBCXX_".Length..], out _))
        .MaxBy(version => Version.Parse(version["GLIBCXX_".Length..]));

    // The system loader's own words; the runtime's advice comes before them, and the places it tried after.
    private static string Said(Exception exception)
    {
        var lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "no reason given" : lines[Math.Min(1, lines.Length - 1)].TrimEnd('.');
    }
}
