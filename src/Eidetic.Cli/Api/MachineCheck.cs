using Eidetic.Abstractions;
using Eidetic.Cli.Rendering;
using Eidetic.Modeling;

namespace Eidetic.Cli.Api;

/// <summary>Looks at what the library needs of this machine: libtorch, its threads and devices, and the encoders that ship.</summary>
internal static class MachineCheck
{
    public static IReadOnlyList<DoctorCheck> Run(CancellationToken cancellationToken)
    {
        TorchRuntimeReport torch;
        try
        {
            torch = TorchRuntime.EnsureLoaded();
        }
        catch (NativeRuntimeException problem)
        {
            return [new DoctorCheck("libtorch", IsGood: false, "it cannot be loaded", problem.Message)];
        }

        cancellationToken.ThrowIfCancellationRequested();
        return
        [
            new DoctorCheck("libtorch", IsGood: true, $"{torch.TorchVersion}, {torch.CpuCapability}"),
            new DoctorCheck("library", IsGood: true, torch.LibraryPath),
            new DoctorCheck(torch.IsPatched ? "patched" : "unpatched", IsGood: true, torch.PatchReason),
            new DoctorCheck("threads", IsGood: true, Display.Count(torch.Threads)),
            new DoctorCheck("devices", IsGood: true, string.Join(", ", torch.Devices)),
            new DoctorCheck(
                "cuda", torch.IsCudaAvailable, torch.IsCudaAvailable ? "usable, untested" : "none; everything runs on the processor",
                IsNeeded: false),
            Encoder(
                "eyes", ShippedEncoders.MobileNetFolder, MobileNetEncoder.LoadShipped, eyes => $"{eyes.Name}, {eyes.Dim} numbers a picture"),
            Encoder("ears", ShippedEncoders.UseLiteFolder, UseLiteEncoder.LoadShipped, ears => $"{ears.Name}, {ears.Dim} numbers a text"),
        ];
    }

    private static DoctorCheck Encoder<T>(string name, string folder, Func<T> load, Func<T, string> describe) where T : IDisposable
    {
        try
        {
            using var encoder = load();
            return new DoctorCheck(name, IsGood: true, describe(encoder));
        }
        catch (EideticException problem)
        {
            return new DoctorCheck(name, IsGood: false, $"not usable in {folder}", problem.Message);
        }
    }
}
