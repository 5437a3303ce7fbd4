using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Activation checkpointing (Chen et al. 2016, arXiv 1604.06174): parts of a pass keep their input only, and are computed again when gradients
/// come back through them. Memory then grows with the number of parts by one state each, at the price of a second forward pass. Use one
/// for each loss: run the pass, call <see cref="Backward"/> in place of the loss's own, dispose. One thread.
/// </summary>
internal sealed class Recomputation : IDisposable
{
    private readonly Stack<Part> _parts = [];
    private readonly List<Tensor> _kept = [];

    /// <summary>Keeps tensors that parts use beside their input, and that have no gradient, until the end.</summary>
    public void Keep(params IEnumerable<Tensor?> tensors) => _kept.AddRange(tensors.OfType<Tensor>().Select(tensor => tensor.DetachFromDisposeScope()));

    /// <summary>A tensor that several parts use beside their input; gradients are added up before they go on.</summary>
    /// <param name="tensor">The tensor; stays the caller's.</param>
    /// <returns>What the parts have to use; belongs to this object.</returns>
    public Tensor Share(Tensor tensor)
    {
        var leaf = Leaf(tensor);
        _parts.Push(new Part(Source(tensor), Input: null, leaf, Step: null, Seed: 0));
        return leaf;
    }

    /// <summary>Runs a part without remembering what happens inside.</summary>
    /// <param name="input">What it starts from.</param>
    /// <param name="step">The part; it is called twice and must do the same both times.</param>
    /// <returns>Its result; belongs to this object.</returns>
    public Tensor Run(Tensor input, Func<Tensor, Tensor> step)
    {
        var (leaf, seed) = (Leaf(input), NextSeed());
        Tensor output;
        using (var scope = NewDisposeScope())
        using (no_grad())
        {
            manual_seed(seed);
            output = Leaf(step(leaf));
        }

        _parts.Push(new Part(Source(input), leaf, output, step, seed));
        return output;
    }

    /// <summary>Computes gradients of a loss that came out of the last part.</summary>
    /// <param name="loss">float32 [].</param>
    public void Backward(Tensor loss)
    {
        loss.backward();
        var after = NextSeed();
        while (_parts.TryPop(out var part))
        {
            using var scope = NewDisposeScope();
            if (part.Output.grad is { } gradient)
            {
                var before = part.Output;
                if (part.Step is { } step && part.Input is { } input)
                {
                    manual_seed(part.Seed);
                    step(input).backward([gradient]);
                    before = input;
                }

                if (part.Source is { } source && before.grad is { } next)
                {
                    source.backward([next]);
                }
            }

            part.Dispose();
        }

        manual_seed(after);
    }

    /// <summary>Frees what is kept.</summary>
    public void Dispose()
    {
        while (_parts.TryPop(out var part))
        {
            part.Dispose();
        }

        _kept.ForEach(tensor => tensor.Dispose());
        _kept.Clear();
    }

    // Both passes through a part draw the same numbers, on every device.
    private static long NextSeed()
    {
        using var scope = NewDisposeScope();
        return randint(long.MaxValue, [1], dtype: ScalarType.Int64).item<long>();
    }

    private static Tensor Leaf(Tensor tensor)
    {
        var leaf = tensor.detach().DetachFromDisposeScope();
        leaf.requires_grad = true;
        return leaf;
    }

    private static Tensor? Source(Tensor tensor) => tensor.requires_grad ? tensor.alias().DetachFromDisposeScope() : null;

    private sealed record Part(Tensor? Source, Tensor? Input, Tensor Output, Func<Tensor, Tensor>? Step, long Seed) : IDisposable
    {
        public void Dispose()
        {
            Source?.Dispose();
            Input?.Dispose();
            Output.Dispose();
        }
    }
}
