using System.Runtime.InteropServices;

namespace Eidetic;

/// <summary>Gives a file a second name, so that generations share what they have in common; copies it where the file system cannot.</summary>
internal static class HardLinks
{
    /// <summary>Links or copies.</summary>
    /// <param name="existing">The file, which nobody changes in place.</param>
    /// <param name="name">Its new name, which is free.</param>
    /// <exception cref="IOException">The copy could not be made either; nothing of it is left.</exception>
    public static void LinkOrCopy(string existing, string name)
    {
        if (TryLink(existing, name))
        {
            return;
        }

        try
        {
            File.Copy(existing, name);
        }
        catch
        {
            File.Delete(name);
            throw;
        }
    }

    private static bool TryLink(string existing, string name)
    {
        try
        {
            return OperatingSystem.IsWindows() ? CreateHardLink(name, existing, nint.Zero) : Link(existing, name) == 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("kernel32", EntryPoint = "CreateHardLinkW", CharSet = CharSet.Unicode, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateHardLink(string name, string existing, nint securityAttributes);
}
