using Eidetic.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// An exponential moving average of a module's weights (Polyak and Juditsky 1992), which generalizes better than the last step's. Owns
/// its copy; dispose it when done.
/// </summary>
internal sealed class AveragedWeights : IDisposable
{
    private readonly double _decay;
    private readonly List<(Tensor Live, Tensor Average, Tensor Kept)> _pairs;
    private int _updates;

    /// <param name="module">The module; stays the caller's.</param>
    /// <param name="decay">Share of the average that an update keeps, 0..1; early updates keep less.</param>
    public AveragedWeights(nn.Module module, double decay)
    {
        _decay = decay;
        using var noGrad = no_grad();
        _pairs = [.. module.parameters().Select(p => ((Tensor)p, p.clone().DetachFromDisposeScope(), p.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Takes the weights as they are now into the average.</summary>
    public void Update()
    {
        using var noGrad = no_grad();
        _updates++;
        var keep = Math.Min(_decay, (1.0 + _updates) / (10 + _updates));
        foreach (var (live, average, _) in _pairs)
        {
            using var scope = NewDisposeScope();
            average.TimesInPlace(keep).PlusInPlace(live, 1 - keep);
        }
    }

    /// <summary>Puts the average into the module, and takes the module's own weights aside.</summary>
    public void Show()
    {
        using var noGrad = no_grad();
        foreach (var (live, average, kept) in _pairs)
        {
            using var scope = NewDisposeScope();
            kept.copy_(live);
            live.copy_(average);
        }
    }

    /// <summary>Puts the module's own weights back.</summary>
    public void Hide()
    {
        using var noGrad = no_grad();
        foreach (var (live, _, kept) in _pairs)
        {
            using var scope = NewDisposeScope();
            live.copy_(kept);
        }
    }

    public void Dispose()
    {
        foreach (var (_, average, kept) in _pairs)
        {
            average.Dispose();
            kept.Dispose();
        }
    }
}
