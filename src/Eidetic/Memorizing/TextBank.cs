using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>Hears texts once: a text heard before comes from the cache.</summary>
internal sealed class TextBank(ITextEncoder ears, FeatureCache cache)
{
    private const int Chunk = 1024;

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">Any texts; the same text twice costs once.</param>
    /// <param name="heard">Receives how many texts are done.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    /// <returns>float32 [texts, earsDim], or null when there is no text.</returns>
    public FeatureMatrix? Encode(IReadOnlyList<string> texts, Action<int> heard, CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
        {
            return null;
        }

        var distinct = texts.Distinct(StringComparer.Ordinal).ToArray();
        var rowOf = new Dictionary<string, int>(distinct.Length, StringComparer.Ordinal);
        var vectors = new FeatureMatrix(distinct.Length, ears.Dim);
        for (var start = 0; start < distinct.Length; start += Chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = distinct[start..Math.Min(start + Chunk, distinct.Length)];
            Encode(chunk).Values.CopyTo(vectors.Values.AsSpan(start * ears.Dim));
            heard(start + chunk.Length);
        }

        for (var row = 0; row < distinct.Length; row++)
        {
            rowOf[distinct[row]] = row;
        }

        var result = new FeatureMatrix(texts.Count, ears.Dim);
        for (var text = 0; text < texts.Count; text++)
        {
            vectors[rowOf[texts[text]]].CopyTo(result[text]);
        }

        return result;
    }

    private FeatureMatrix Encode(string[] chunk)
    {
        var keys = chunk.Select(FeatureCache.TextKey).ToArray();
        var found = new bool[chunk.Length];
        var vectors = new FeatureMatrix(chunk.Length, ears.Dim);
        cache.TryGetMany(ears.Fingerprint, keys, vectors, found);
        var unheard = Enumerable.Range(0, chunk.Length).Where(i => !found[i]).ToArray();
        if (unheard.Length > 0)
        {
            var heard = ears.Encode([.. unheard.Select(i => chunk[i])]);
            cache.PutMany(ears.Fingerprint, [.. unheard.Select(i => keys[i])], heard);
            for (var i = 0; i < unheard.Length; i++)
            {
                heard[i].CopyTo(vectors[unheard[i]]);
            }
        }

        return vectors;
    }
}
