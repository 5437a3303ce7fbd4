using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Randomness of one training step as a function of run seed and step alone, so that a resumed run draws what the uninterrupted one would.
/// </summary>
internal static class StepSeed
{
    /// <summary>Seeds torch for a step and gives a generator for what is drawn outside torch.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stage">Which loop asks.</param>
    /// <param name="step">0-based step.</param>
    public static Random Apply(int seed, int stage, int step)
    {
        var mixed = Mix(seed, stage, step);
        using var generator = manual_seed((long)(mixed >> 2));
        return new Random((int)(mixed & 0x7fffffff));
    }

    /// <summary>A permutation of 0..count-1 that depends on run seed, stage and epoch alone.</summary>
    public static int[] Permutation(int seed, int stage, int epoch, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new Random((int)(Mix(seed, stage, epoch) & 0x7fffffff)).Shuffle(order);
        return order;
    }

    // splitmix64 (Steele et al. 2014) over the three numbers.
    private static ulong Mix(int seed, int stage, int step)
    {
        var state = ((ulong)(uint)seed << 32) ^ ((ulong)(uint)stage << 24) ^ (uint)step;
        for (var round = 0; round < 2; round++)
        {
            state += 0x9E3779B97F4A7C15;
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
            state ^= state >> 31;
        }

        return state;
    }
}
