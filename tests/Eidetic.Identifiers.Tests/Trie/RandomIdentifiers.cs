using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

/// <summary>Small random sets of distinct, prefix-free identifiers in which some images have several.</summary>
internal static class RandomIdentifiers
{
    public sealed record Set(int Images, IReadOnlyList<ImageIdentifier> Identifiers, int Vocabulary);

    public static readonly Gen<Set> Sets =
        from vocabulary in Gen.Int[1, 7]
        from sequences in Gen.Int[0, vocabulary - 1].Array[1, 6].Array[1, 60]
        from seed in Gen.Int[0, int.MaxValue - 1]
        select Make(vocabulary, sequences, seed);

    private static Set Make(int vocabulary, int[][] sequences, int seed)
    {
        var kept = new List<int[]>();
        foreach (var sequence in sequences)
        {
            if (!kept.Any(other => IsPrefix(other, sequence) || IsPrefix(sequence, other)))
            {
                kept.Add(sequence);
            }
        }

        var random = new Random(seed);
        var images = random.Next(1, kept.Count + 1);
        var identifiers = kept.Select((tokens, i) => new ImageIdentifier(i < images ? i : random.Next(images), tokens)).ToArray();
        random.Shuffle(identifiers);
        return new Set(images, identifiers, vocabulary);
    }

    private static bool IsPrefix(int[] prefix, int[] sequence) => sequence.AsSpan().StartsWith(prefix);
}
