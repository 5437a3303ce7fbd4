using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>Keeps a copy of a module's weights from when its score was highest. Owns the copy.</summary>
internal sealed class BestWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _live;
    private readonly Dictionary<string, Tensor> _copy = [];

    public BestWeights(nn.Module module) => _live = module.state_dict();

    /// <summary>Highest score offered, or null.</summary>
    public double? Score { get; set; }

    /// <summary>The copies, empty before the first offer.</summary>
    public IReadOnlyDictionary<string, Tensor> Copies => _copy;

    /// <summary>Copies the weights if the score is the highest so far.</summary>
    public bool Offer(double score)
    {
        if (score <= Score)
        {
            return false;
        }

        Score = score;
        using var noGrad = no_grad();
        foreach (var (name, tensor) in _live)
        {
            if (_copy.TryGetValue(name, out var kept))
            {
                kept.copy_(tensor);
            }
            else
            {
                _copy[name] = tensor.clone().DetachFromDisposeScope();
            }
        }

        return true;
    }

    /// <summary>Puts the copy back into the module; without a copy the module stays as it is.</summary>
    public void Restore()
    {
        using var noGrad = no_grad();
        foreach (var (name, kept) in _copy)
        {
            _live[name].copy_(kept);
        }
    }

    public void Dispose()
    {
        foreach (var kept in _copy.Values)
        {
            kept.Dispose();
        }
    }
}
