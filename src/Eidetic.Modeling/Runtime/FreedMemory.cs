using System.Runtime.InteropServices;

namespace Eidetic.Modeling;

/// <summary>
/// Memory that native libraries freed, given back to the system now and then (glibc). Tensors of many sizes leave holes between what is still in use,
/// in a heap for every few threads; glibc gives only a heap's end back by itself, so that a process that decodes keeps growing.
/// Does nothing where the C library has no <c>malloc_trim</c>.
/// </summary>
internal static class FreedMemory
{
    /// <summary>After how many queries it is given back.</summary>
    public const int Every = 256;

    private static readonly Lazy<Trim?> Native = new(Find);
    private static long _queries;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Trim(nuint kept);

    /// <summary>Counts queries, and gives memory back when <see cref="Every"/> more have been answered. Safe to call from several threads.</summary>
    /// <param name="queries">How many were answered, at least 0.</param>
    /// <returns>Whether memory was given back.</returns>
    public static bool Answered(int queries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(queries);
        var now = Interlocked.Add(ref _queries, queries);
        return now / Every != (now - queries) / Every && GiveBack();
    }

    /// <summary>Gives back what is free, at once; some milliseconds.</summary>
    /// <returns>Whether there was a way to.</returns>
    public static bool GiveBack()
    {
        if (Native.Value is not { } trim)
        {
            return false;
        }

        _ = trim(0);
        return true;
    }

    private static Trim? Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out var function)
            ? Marshal.GetDelegateForFunctionPointer<Trim>(function)
            : null;
}
