using Eidetic.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). Matrices decay, vectors and scalars do not.
/// Its state is named tensors, so that a run continues exactly. Owns its moments; dispose it when done.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Epsilon = 1e-8;
    private readonly List<Slot> _slots;
    private readonly double _weightDecay;

    /// <param name="parameters">Named parameters; those that need no gradient are left out. They stay the caller's.</param>
    /// <param name="weightDecay">Share of a weight that decays in one step of learning rate 1.</param>
    /// <param name="rateOf">What a parameter's learning rate is multiplied with, by name; null for 1.</param>
    public AdamW(IEnumerable<(string Name, Parameter Parameter)> parameters, double weightDecay, Func<string, double>? rateOf = null)
        : this(parameters.Select(p => (p.Name, (Tensor)p.Parameter)), weightDecay, rateOf)
    {
    }

    /// <param name="parameters">Named parameters; those that need no gradient are left out. They stay the caller's.</param>
    /// <param name="weightDecay">Share of a weight that decays in one step of learning rate 1.</param>
    /// <param name="rateOf">What a parameter's learning rate is multiplied with, by name; null for 1.</param>
    /// <param name="decays">Which matrices decay, by name; null for all.</param>
    public AdamW(
        IEnumerable<(string Name, Tensor Parameter)> parameters, double weightDecay, Func<string, double>? rateOf = null, Func<string, bool>? decays = null)
    {
        _weightDecay = weightDecay;
        _slots = parameters.Where(p => p.Parameter.requires_grad).Select(p => new Slot(
            p.Name,
            p.Parameter,
            zeros_like(p.Parameter).DetachFromDisposeScope(),
            zeros_like(p.Parameter).DetachFromDisposeScope(),
            Decays: p.Parameter.dim() > 1 && decays?.Invoke(p.Name) != false,
            Rate: rateOf?.Invoke(p.Name) ?? 1)).ToList();
    }

    /// <summary>How long squared gradients are remembered. Default 0.98.</summary>
    public double Beta2 { get; init; } = 0.98;

    /// <summary>The parameters it moves.</summary>
    public IEnumerable<Tensor> Parameters => _slots.Select(s => s.Parameter);

    /// <summary>Both moments of every parameter, by name; views on the live state.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => _slots.SelectMany(s => new[]
    {
        KeyValuePair.Create(s.Name + ".first", s.First),
        KeyValuePair.Create(s.Name + ".second", s.Second),
    });

    /// <summary>Forgets the gradients of the last step.</summary>
    public void ZeroGradients()
    {
        using var noGrad = no_grad();
        foreach (var slot in _slots)
        {
            using var gradient = slot.Parameter.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Moves every parameter against its gradient.</summary>
    /// <param name="step">1-based number of this step, for bias correction.</param>
    /// <param name="learningRate">The step's learning rate.</param>
    /// <param name="gradientScale">What gradients are multiplied with first (clipping).</param>
    public void Step(int step, double learningRate, double gradientScale = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var correction1 = 1 - Math.Pow(Beta1, step);
        var correction2 = 1 - Math.Pow(Beta2, step);
        foreach (var (_, parameter, first, second, decays, rate) in _slots)
        {
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            if (gradientScale < 1)
            {
                gradient.TimesInPlace(gradientScale);
            }

            first.TimesInPlace(Beta1).PlusInPlace(gradient, 1 - Beta1);
            second.TimesInPlace(Beta2).PlusProductInPlace(gradient, gradient, 1 - Beta2);
            if (decays && _weightDecay > 0)
            {
                parameter.TimesInPlace(1 - learningRate * rate * _weightDecay);
            }

            var denominator = second.Over(correction2).sqrt_().PlusInPlace(Epsilon);
            parameter.PlusQuotientInPlace(first, denominator, -learningRate * rate / correction1);
        }
    }

    /// <summary>Euclidean norm of all gradients together.</summary>
    public double GradientNorm()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var squares = _slots.Select(s => s.Parameter.grad).Where(g => g is not null).Select(g => g!.ToThe(2).sum()).ToArray();
        return squares.Length == 0 ? 0 : Math.Sqrt(stack(squares).sum().Value());
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.First.Dispose();
            slot.Second.Dispose();
        }
    }

    private sealed record Slot(string Name, Tensor Parameter, Tensor First, Tensor Second, bool Decays, double Rate);
}
