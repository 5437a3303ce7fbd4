using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// What the constructors of a model read their parameters from: a place in the tree of published names. Each parameter is taken once, in
/// the shape the model computes with, so that a missing, surplus or wrongly shaped tensor is found while the model is built.
/// </summary>
internal sealed class ParameterScope
{
    private readonly IParameterOrigin _origin;
    private readonly string _prefix;

    /// <param name="origin">Gives the tensors.</param>
    /// <param name="plan">What will be learned.</param>
    public ParameterScope(IParameterOrigin origin, LearningPlan? plan = null) : this(origin, new ModelParameters(), plan ?? LearningPlan.Frozen, "")
    {
    }

    private ParameterScope(IParameterOrigin origin, ModelParameters parameters, LearningPlan plan, string prefix) =>
        (_origin, Parameters, Plan, _prefix) = (origin, parameters, plan, prefix);

    /// <summary>Everything taken so far, through this scope and all others of the same model.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>What will be learned.</summary>
    public LearningPlan Plan { get; }

    /// <summary>The scope of a part: <c>Under("self_attn")</c>, <c>Under("layers", 3)</c>.</summary>
    public ParameterScope Under(string name) => new(_origin, Parameters, Plan, $"{_prefix}{name}.");

    /// <summary>The scope of an element of a list: <c>layers.3.</c>.</summary>
    public ParameterScope Under(string name, int index) => Under(FormattableString.Invariant($"{name}.{index}"));

    /// <summary>Name of a parameter from the root, as in the published checkpoint.</summary>
    public string FullName(string name) => _prefix + name;

    /// <summary>Takes a parameter.</summary>
    /// <param name="name">Its name within this scope.</param>
    /// <param name="start">How it starts where no checkpoint holds it.</param>
    /// <param name="shape">The shape the model computes with.</param>
    /// <returns>The tensor; it stays owned by <see cref="Parameters"/>.</returns>
    public Tensor Take(string name, ParameterStart start, params long[] shape)
    {
        var fullName = FullName(name);
        var tensor = _origin.Provide(fullName, shape, start);
        Parameters.Add(fullName, Plan.IsLearned(fullName) ? Learned(tensor) : tensor);
        return Parameters[fullName];
    }

    /// <summary>Makes a parameter that no published checkpoint holds: adapters, rows of new tokens. Always learned.</summary>
    /// <param name="name">Its name within this scope.</param>
    /// <param name="values">float32, its start; becomes the parameter.</param>
    public Tensor Add(string name, Tensor values)
    {
        Parameters.Add(FullName(name), Learned(values));
        return Parameters[FullName(name)];
    }

    // Weights are learned in float32, and never in mapped memory.
    private static Tensor Learned(Tensor tensor)
    {
        if (tensor.device_type == TorchSharp.DeviceType.META)
        {
            return tensor;
        }

        var learned = tensor.to(ScalarType.Float32, copy: true).DetachFromDisposeScope();
        tensor.Dispose();
        learned.requires_grad = true;
        return learned;
    }
}
