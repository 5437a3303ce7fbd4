using System.Globalization;
using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using TorchSharp;

namespace Eidetic.Modeling;

/// <summary>
/// The one door through which torch is loaded. Whoever touches torch calls <see cref="EnsureLoaded"/> first: it mends what an older
/// system lacks, and says in one sentence what is wrong where nothing can be mended. Safe to use from several threads.
/// </summary>
public static class TorchRuntime
{
    private static readonly Lazy<TorchRuntimeReport> Loaded = new(Load);

    /// <summary>Loads torch, once; later calls return at once.</summary>
    /// <returns>What was found and done. <see cref="TorchRuntimeReport.Threads"/> is what it was when torch was loaded.</returns>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded on this system.</exception>
    public static TorchRuntimeReport EnsureLoaded() => Loaded.Value;

    /// <summary>Sets how many threads torch computes with, for the whole process.</summary>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded on this system.</exception>
    public static void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        EnsureLoaded();
        torch.set_num_threads(threads);
    }

    private static TorchRuntimeReport Load()
    {
        var bridge = TorchBridge.Load();
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            var isCudaAvailable = torch.cuda.is_available();
            var devices = isCudaAvailable
                ? Enumerable.Range(0, torch.cuda.device_count()).Select(device => string.Create(CultureInfo.InvariantCulture, $"cuda:{device}"))
                : [];
            return new TorchRuntimeReport
            {
                TorchVersion = Version.Parse(torch.__version__).ToString(fieldCount: 3),
                LibraryPath = bridge.Path,
                IsPatched = bridge.IsPatched,
                PatchReason = bridge.Reason,
                LibstdcxxVersion = bridge.LibstdcxxVersion,
                LibstdcxxPath = bridge.LibstdcxxPath,
                Threads = torch.get_num_threads(),
                CpuCapability = CpuCapability(),
                IsCudaAvailable = isCudaAvailable,
                Devices = ["cpu", .. devices],
            };
        }
        catch (Exception exception) when (exception is not NativeRuntimeException)
        {
            throw new NativeRuntimeException(
                $"torch was loaded from {bridge.Path} but does not start; restore the packages again (dotnet restore --force) and run eidetic doctor.", exception);
        }
    }

    // As ATen's dispatch decides: what the processor has, unless the variable asks for less.
    private static string CpuCapability()
    {
        if (Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY") is { Length: > 0 } asked)
            return asked.ToUpperInvariant();

        if (RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            return "NEON";

        if (!System.Runtime.Intrinsics.X86.Avx2.IsSupported || !System.Runtime.Intrinsics.X86.Fma.IsSupported)
            return "DEFAULT";

        return System.Runtime.Intrinsics.X86.Avx512BW.VL.IsSupported && System.Runtime.Intrinsics.X86.Avx512DQ.VL.IsSupported ? "AVX512" : "AVX2";
    }
}
