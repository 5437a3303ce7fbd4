using System.Globalization;
using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>The device a user named.</summary>
internal static class TorchDevice
{
    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    /// <exception cref="OptionException">The name is none of these.</exception>
    /// <exception cref="NativeRuntimeException">The device is not there.</exception>
    public static torch.Device Parse(string name)
    {
        TorchRuntime.EnsureLoaded();
        if (name == "cpu")
        {
            return torch.CPU;
        }

        var index = 0;
        var isCuda = name == "cuda" || (name.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index));
        if (!isCuda)
        {
            throw new OptionException($"Expected the device cpu, cuda or cuda:N, got '{name}'.");
        }

        return torch.cuda.is_available()
            ? torch.device($"cuda:{index}")
            : throw new NativeRuntimeException("Expected a CUDA device, found none that this libtorch can use: choose --device cpu.");
    }
}
