using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

public sealed partial class ResidualQuantizer
{
    private const int RevivalRounds = 20;

    /// <summary>Number of codes, over all levels, that name none of the vectors.</summary>
    /// <param name="codes">For each vector its codes.</param>
    internal int CountUnused(IReadOnlyList<int[]> codes) => Enumerable.Range(0, Levels).Sum(level => Uses(codes, level).Count(uses => uses == 0));

    /// <summary>
    /// Starts codes that name no vector anew, in rounds, as long as there are any: each takes the place of what the other levels leave over of
    /// the vector that is rebuilt worst in the largest cluster of its level, so that this vector is rebuilt exactly.
    /// </summary>
    /// <param name="vectors">float32 [rows, dim].</param>
    /// <param name="beam">Partial codes kept while encoding.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The quantizer of the round that left the fewest codes unused; of several, the one with the lowest error.</returns>
    internal ResidualQuantizer Revive(FeatureMatrix vectors, int beam, CancellationToken cancellationToken)
    {
        var (latest, codes) = (this, EncodeAll(vectors, beam, cancellationToken));
        var best = (Quantizer: this, Unused: CountUnused(codes), Error: Error(vectors, codes));
        var unused = best.Unused;
        for (var round = 0; round < RevivalRounds && unused > 0; round++)
        {
            if (latest.Restart(vectors, codes) is not { } next)
                break; // Every vector is rebuilt exactly: there is nothing left to tell apart.

            (latest, codes) = (next, next.EncodeAll(vectors, beam, cancellationToken));
            unused = latest.CountUnused(codes);
            var error = latest.Error(vectors, codes);
            if (unused < best.Unused || (unused == best.Unused && error < best.Error))
                best = (latest, unused, error);
        }

        return best.Quantizer;
    }

    private ResidualQuantizer? Restart(FeatureMatrix vectors, int[][] codes)
    {
        var codebooks = Codebooks.Select(codebook => new FeatureMatrix(Dim, codebook.Values.AsSpan().ToArray())).ToArray();
        var errors = Errors(vectors, codes);
        var worstFirst = Enumerable.Range(0, errors.Length).Where(row => errors[row] > 0).OrderByDescending(row => errors[row]).ToArray();
        var taken = new HashSet<int>();
        for (var level = 0; level < Levels; level++)
        {
            var sizes = Uses(codes, level);
            var unused = Enumerable.Range(0, sizes.Length).Where(code => sizes[code] == 0).ToArray();
            var members = worstFirst.Where(row => !taken.Contains(row)).ToLookup(row => codes[row][level]);
            var queues = members.ToDictionary(group => group.Key, group => new Queue<int>(group));
            foreach (var code in unused)
            {
                if (queues.Count == 0)
                    break;

                var largest = queues.Keys.MinBy(cluster => (-sizes[cluster], cluster));
                var row = queues[largest].Dequeue();
                taken.Add(row);
                sizes[largest]--;
                if (queues[largest].Count == 0)
                    queues.Remove(largest);

                Leftover(Codebooks, vectors[row], codes[row], level, codebooks[level][code]);
            }
        }

        return taken.Count == 0 ? null : new ResidualQuantizer(codebooks);
    }

    private float[] Errors(FeatureMatrix vectors, int[][] codes)
    {
        var (errors, rebuilt) = (new float[vectors.Rows], new float[Dim]);
        for (var row = 0; row < vectors.Rows; row++)
        {
            Decode(codes[row], rebuilt);
            errors[row] = VectorMath.SquaredDistance(vectors[row], rebuilt);
        }

        return errors;
    }

    private int[] Uses(IReadOnlyList<int[]> codes, int level)
    {
        var uses = new int[Codebooks[level].Rows];
        foreach (var code in codes)
        {
            uses[code[level]]++;
        }

        return uses;
    }
}
