using System.Numerics.Tensors;

namespace Eidetic.Identifiers;

public sealed partial class ResidualQuantizer
{
    /// <summary>A beam of codes of one vector: partial while levels are missing.</summary>
    /// <param name="Codes">Codes so far.</param>
    /// <param name="Closeness">Half of (|vector|² - |rest|²), where rest is what the codes leave over: the larger the better.</param>
    internal readonly record struct State(int[] Codes, float Closeness);

    /// <summary>Searches the codes that rebuild a vector best, level by level.</summary>
    /// <param name="vector">float32 [dim].</param>
    /// <param name="beam">States kept at each level.</param>
    /// <param name="filter">Says whether a partial code may be used; null allows all.</param>
    /// <returns>At most <paramref name="beam"/> whole codes, best first; of equally good ones, the lower codes first.</returns>
    internal IReadOnlyList<State> Search(ReadOnlySpan<float> vector, int beam, Func<int[], bool>? filter)
    {
        Check(vector.Length, beam);
        List<State> states = [new State([], 0)];
        for (var level = 0; level < Levels && states.Count > 0; level++)
        {
            var codebook = Codebooks[level];
            var gains = new float[codebook.Rows]; // x·c - |c|²/2
            VectorMath.Products(vector, codebook.Values, Dim, gains);
            TensorPrimitives.Subtract<float>(gains, _halfNorms[level], gains);
            states = Extend(states, level, gains, beam, filter);
        }

        return states;
    }

    // With rest = x - chosen: the gain of entry c is rest·c - |c|²/2 = (x·c - |c|²/2) - chosen·c.
    private List<State> Extend(List<State> states, int level, float[] gains, int beam, Func<int[], bool>? filter)
    {
        var codes = gains.Length;
        var closeness = new float[states.Count * codes];
        for (var state = 0; state < states.Count; state++)
        {
            var extended = closeness.AsSpan(state * codes, codes);
            TensorPrimitives.Add(gains, states[state].Closeness, extended);
            for (var earlier = 0; earlier < level; earlier++)
            {
                TensorPrimitives.Subtract(extended, _cross[level][earlier].AsSpan(states[state].Codes[earlier] * codes, codes), extended);
            }
        }

        var best = new List<State>(Math.Min(beam, closeness.Length));
        foreach (var candidate in BestFirst(closeness, filter is null ? beam : closeness.Length))
        {
            int[] path = [.. states[candidate / codes].Codes, candidate % codes];
            if (filter is not null && !filter(path))
                continue;

            best.Add(new State(path, closeness[candidate]));
            if (best.Count == beam)
                break;
        }

        return best;
    }

    // Indices of the largest values, largest first, lower index first among equals.
    private static IEnumerable<int> BestFirst(float[] values, int count)
    {
        if (count == 1)
            return [TensorPrimitives.IndexOfMax<float>(values)];

        if (count < values.Length / 8)
            return Top(values, count);

        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(order, (left, right) => Compare(values, left, right));
        return order;
    }

    private static List<int> Top(float[] values, int count)
    {
        var best = new List<int>(count + 1);
        for (var index = 0; index < values.Length; index++)
        {
            if (best.Count == count && values[index] <= values[best[^1]])
                continue;

            var place = best.Count;
            while (place > 0 && values[index] > values[best[place - 1]])
            {
                place--;
            }

            best.Insert(place, index);
            if (best.Count > count)
                best.RemoveAt(count);
        }

        return best;
    }

    private static int Compare(float[] values, int left, int right)
    {
        var order = values[right].CompareTo(values[left]);
        return order != 0 ? order : left.CompareTo(right);
    }
}
