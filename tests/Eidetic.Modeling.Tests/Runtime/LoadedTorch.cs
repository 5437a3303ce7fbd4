namespace Eidetic.Modeling.Tests.Runtime;

/// <summary>Loads torch through its door before any test: a dispose scope that is opened earlier would load it another way.</summary>
public sealed class LoadedTorch
{
    public LoadedTorch() => TorchRuntime.EnsureLoaded();
}
