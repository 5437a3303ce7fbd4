using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic.Tests.Memories;

/// <summary>
/// What all tests that learn share: one thread for torch, since small models gain nothing from more and test projects run beside each other, and a
/// feature cache of their own.
/// </summary>
public sealed class QuietTorch : IDisposable
{
    private const string CacheVariable = "EIDETIC_CACHE";
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable(CacheVariable);
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-features-").FullName;

    public QuietTorch()
    {
        Environment.SetEnvironmentVariable(CacheVariable, Path.Combine(_folder, "features.db"));
        TorchRuntime.EnsureLoaded();
        torch.set_num_threads(1);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheVariable, _cacheBefore);
        Directory.Delete(_folder, recursive: true);
    }
}
