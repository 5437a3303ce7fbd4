using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>The parameters of one model by their published names, in the order in which they were taken. Owns them.</summary>
internal sealed class ModelParameters : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>Names, in the order in which the model took them.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>A parameter.</summary>
    public Tensor this[string name] => _tensors[name];

    /// <summary>Those that are learned.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Learned => _names.Where(name => _tensors[name].requires_grad)
        .Select(name => KeyValuePair.Create(name, _tensors[name]));

    /// <summary>Number of values in all parameters.</summary>
    public long Count => _tensors.Values.Sum(tensor => tensor.numel());

    /// <summary>Adds one that the model takes.</summary>
    /// <exception cref="InvalidOperationException">The model took that name before.</exception>
    public void Add(string name, Tensor tensor)
    {
        if (!_tensors.TryAdd(name, tensor))
        {
            throw new InvalidOperationException($"Expected each parameter to be taken once, '{name}' was taken twice.");
        }

        _names.Add(name);
    }

    /// <summary>Throws when the checkpoint holds tensors that the model did not take.</summary>
    /// <param name="checkpoint">What the model was built from.</param>
    /// <param name="isIgnored">Says of a name whether its tensor is known to be of no use; null for none.</param>
    /// <exception cref="CheckpointFormatException">Tensors are left over; they are named.</exception>
    public void RequireAllTaken(ICheckpoint checkpoint, Func<string, bool>? isIgnored = null)
    {
        var left = checkpoint.Names.Where(name => !_tensors.ContainsKey(name) && isIgnored?.Invoke(name) != true).ToList();
        if (left.Count > 0)
        {
            throw new CheckpointFormatException(
                checkpoint.Path, $"{checkpoint.Path} does not hold this model's weights: {CheckpointLayout.Describe("not expected", left)}.");
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
