using System.Runtime.InteropServices;

namespace Eidetic.Modeling;

/// <summary>
/// How long torch's threads spin while they wait for each other (GNU OpenMP, Linux). The default, about a millisecond of spinning, halves
/// the speed or worse as soon as another program wants a core: a spinning thread keeps the one it waits for from running. Measured with
/// MobileNetV2 on two shared cores, one run each: 4.3 ms a picture against 5.6 in a quiet moment, 17 to 30 against 47 to 79 in busy ones.
/// </summary>
internal static class OpenMpWaiting
{
    /// <summary>The variable that is set.</summary>
    public const string Variable = "GOMP_SPINCOUNT";

    private const string Spins = "1000";

    /// <summary>Shortens the spinning, unless the user chose. Takes effect only before libtorch is loaded.</summary>
    public static void Shorten()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null)
            return;

        // The runtime's own copy of the environment is not what native libraries read.
        _ = SetVariable(Variable, Spins, overwrite: 0);
    }

    /// <summary>The variable as native libraries read it, or null.</summary>
    public static string? Current() => Marshal.PtrToStringUTF8(GetVariable(Variable));

    [DllImport("libc", EntryPoint = "setenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "getenv", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetVariable([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
