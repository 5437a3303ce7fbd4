using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

/// <summary>Tries that images came into and went from, beside tries of the same images that were built at once.</summary>
internal static class AmendedTries
{
    /// <param name="Amended">The changed one.</param>
    /// <param name="Built">Built at once of the identifiers that are left.</param>
    /// <param name="Left">What is left, images numbered as in both tries.</param>
    public sealed record Pair(IdentifierTrie Amended, IdentifierTrie Built, RandomIdentifiers.Set Left);

    public static readonly Gen<Pair> Pairs =
        from packed in RandomIdentifiers.Sets
        from coming in RandomIdentifiers.Sets
        from seed in Gen.Int[0, int.MaxValue - 1]
        select Make(packed, coming, new Random(seed));

    private static Pair Make(RandomIdentifiers.Set packed, RandomIdentifiers.Set coming, Random random)
    {
        var share = random.Next(4);
        var removed = Enumerable.Range(0, packed.Images).Where(_ => random.Next(3) < share).ToArray();
        var staying = Enumerable.Range(0, packed.Images).Except(removed).ToList();
        var left = packed.Identifiers.Where(identifier => staying.Contains(identifier.Image))
            .Select(identifier => identifier with { Image = staying.IndexOf(identifier.Image) }).ToList();
        var free = coming.Identifiers.Where(identifier => left.TrueForAll(other => !Meet(identifier.Tokens, other.Tokens))).ToArray();
        var images = free.Select(identifier => identifier.Image).Distinct().Order().ToList();
        var added = free.Select(identifier => identifier with { Image = images.IndexOf(identifier.Image) }).ToArray();
        if (staying.Count + images.Count == 0)
        {
            (removed, staying) = ([], [.. Enumerable.Range(0, packed.Images)]);
            left = [.. packed.Identifiers];
        }

        var all = left.Concat(added.Select(identifier => identifier with { Image = identifier.Image + staying.Count })).ToArray();
        var total = staying.Count + images.Count;
        return new Pair(
            IdentifierTrie.Build(packed.Identifiers, packed.Images).Amend(removed, added, images.Count),
            IdentifierTrie.Build(all, total),
            new RandomIdentifiers.Set(total, all, Math.Max(packed.Vocabulary, coming.Vocabulary)));
    }

    private static bool Meet(IReadOnlyList<int> left, IReadOnlyList<int> right) =>
        left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count() == Math.Min(left.Count, right.Count);
}
