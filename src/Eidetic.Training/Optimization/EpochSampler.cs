namespace Eidetic.Training;

/// <summary>Deals indices in shuffled epochs; which indices a step gets depends on seed and step alone.</summary>
/// <param name="seed">The run's seed.</param>
/// <param name="stage">Tells samplers of one run apart.</param>
/// <param name="count">Number of examples, at least 1.</param>
/// <param name="batch">Indices a step takes; more than <paramref name="count"/> repeats examples.</param>
internal sealed class EpochSampler(int seed, int stage, int count, int batch)
{
    private int _epoch = -1;
    private int[] _order = [];

    /// <summary>The indices of a step.</summary>
    /// <param name="step">0-based step.</param>
    public int[] At(int step)
    {
        var indices = new int[batch];
        for (var i = 0; i < batch; i++)
        {
            var position = (long)step * batch + i;
            var epoch = (int)(position / count);
            if (epoch != _epoch)
            {
                _order = StepSeed.Permutation(seed, stage, epoch, count);
                _epoch = epoch;
            }

            indices[i] = _order[position % count];
        }

        return indices;
    }
}
