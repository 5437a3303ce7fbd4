using System.Runtime.InteropServices;
using TorchSharp;

namespace Eidetic.Modeling;

/// <summary>
/// With how many threads a thread's own calls of torch compute (GNU OpenMP, Linux). Two decodings that each use all cores wait for each other at
/// the end of every matrix product; with half of the cores each, they do not. torch's own setting would change it for the whole process.
/// </summary>
internal static class OpenMpTeam
{
    private static readonly Lazy<SetNumThreads?> Set = new(Find);

    [ThreadStatic]
    private static int _all;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetNumThreads(int threads);

    /// <summary>Shares the cores that torch was given among those who compute now, for this thread until it is called again. Nothing elsewhere than on Linux.</summary>
    /// <param name="computing">Threads that compute now, this one included, at least 1.</param>
    public static void ShareAmong(int computing)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(computing, 1);
        if (Set.Value is not { } set)
        {
            return;
        }

        if (_all == 0)
        {
            _all = torch.get_num_threads(); // which also makes torch prepare this thread: it would undo what is set before
        }

        set(Math.Max(1, _all / computing));
    }

    private static SetNumThreads? Find()
    {
        TorchRuntime.EnsureLoaded();
        return OperatingSystem.IsLinux() && LoadedLibraries.Find("libgomp") is { } path && NativeLibrary.TryLoad(path, out var library)
            && NativeLibrary.TryGetExport(library, "omp_set_num_threads", out var function)
            ? Marshal.GetDelegateForFunctionPointer<SetNumThreads>(function)
            : null;
    }
}
