using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// Gives images whose codes are all alike different last codes, as long as codes near them are free. A code has a place in the shared
/// space, which a decoder knows before it learns; a suffix means something else behind every prefix and has to be learned by heart. Images
/// with the very same vector stay together: nothing tells them apart.
/// </summary>
internal static class SiblingCodes
{
    private const int Nearest = 64;     // codes beyond say nothing of the image any more: it takes a suffix

    /// <summary>Changes last codes in place. Of several images with the same codes the one they rebuild best keeps them.</summary>
    /// <param name="quantizer">The codebooks.</param>
    /// <param name="vectors">float32 [images, dim].</param>
    /// <param name="codes">The codes of each image.</param>
    public static void Part(ResidualQuantizer quantizer, FeatureMatrix vectors, int[][] codes)
    {
        var families = Enumerable.Range(0, codes.Length).GroupBy(image => codes[image][..^1], CodesComparer.Instance);
        foreach (var family in families.Where(family => family.Count() > 1))
        {
            PartFamily(quantizer, vectors, codes, [.. family]);
        }
    }

    private static void PartFamily(ResidualQuantizer quantizer, FeatureMatrix vectors, int[][] codes, int[] family)
    {
        var taken = family.Select(image => codes[image][^1]).ToHashSet();
        if (taken.Count == family.Length)
            return;

        foreach (var alike in family.GroupBy(image => codes[image][^1]).Where(alike => alike.Count() > 1).ToArray())
        {
            var distances = alike.ToDictionary(image => image, image => Distances(quantizer, vectors[image], codes[image]));
            var parted = new List<int>();
            foreach (var image in alike.OrderBy(image => distances[image][alike.Key]).ThenBy(image => image))
            {
                var twin = parted.FindIndex(other => vectors[other].SequenceEqual(vectors[image]));
                codes[image][^1] = twin >= 0 ? codes[parted[twin]][^1] : parted.Count == 0 ? alike.Key : NearestFree(distances[image], taken) ?? alike.Key;
                taken.Add(codes[image][^1]);
                parted.Add(image);
            }
        }
    }

    private static int? NearestFree(float[] distances, HashSet<int> taken)
    {
        foreach (var code in Enumerable.Range(0, distances.Length).OrderBy(code => distances[code]).Take(Nearest))
        {
            if (!taken.Contains(code))
                return code;
        }

        return null;
    }

    // From what all codes but the last leave over to every entry of the last codebook.
    private static float[] Distances(ResidualQuantizer quantizer, ReadOnlySpan<float> vector, int[] codes)
    {
        var rest = vector.ToArray();
        for (var level = 0; level < codes.Length - 1; level++)
        {
            TensorPrimitives.Subtract<float>(rest, quantizer.Codebooks[level][codes[level]], rest);
        }

        var last = quantizer.Codebooks[^1];
        return [.. Enumerable.Range(0, last.Rows).Select(code => TensorPrimitives.Distance<float>(rest, last[code]))];
    }

    private sealed class CodesComparer : IEqualityComparer<int[]>
    {
        public static CodesComparer Instance { get; } = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] codes)
        {
            var hash = default(HashCode);
            foreach (var code in codes)
            {
                hash.Add(code);
            }

            return hash.ToHashCode();
        }
    }
}
