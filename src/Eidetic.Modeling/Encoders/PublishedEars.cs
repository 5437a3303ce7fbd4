using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A published model's ears. A text becomes the unit vector that the model itself compares. Immutable and safe to use from several threads;
/// dispose it when done.
/// </summary>
/// <param name="half">What it computes; becomes its own.</param>
/// <param name="tokens">Cuts a text into the tower's tokens, what is put around it and padding included; always as many.</param>
/// <param name="unknownShare">Which part of a text its vocabulary lacks, 0..1; null for a vocabulary that spells every text.</param>
internal sealed class PublishedEars(PublishedHalf half, Func<string, int[]> tokens, Func<string, double>? unknownShare = null) : ITextEncoder
{
    private const int BatchSize = 32;

    /// <inheritdoc />
    public string Name => half.Identity.Name;

    /// <inheritdoc />
    public string Fingerprint => half.Identity.Fingerprint;

    /// <inheritdoc />
    public int Dim => half.Dim;

    /// <summary>Where the checkpoint lies.</summary>
    public string Folder => half.Folder;

    /// <summary>SHA-256 of the weights: eyes with the same one see in the same space.</summary>
    public string Sha256 => half.Sha256;

    /// <inheritdoc />
    public FeatureMatrix Encode(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new FeatureMatrix(texts.Count, Dim);
        for (var first = 0; first < texts.Count; first += BatchSize)
        {
            var rows = texts.Skip(first).Take(BatchSize).Select(tokens).ToArray();
            using var inference = Inference.Begin();
            using var scope = NewDisposeScope();
            using var borrowed = tensor(rows.SelectMany(row => row).Select(token => (long)token).ToArray(), [rows.Length, rows[0].Length]);
            var unit = EncodeTokens(borrowed.clone());
            MemoryMarshal.Cast<byte, float>(unit.contiguous().bytes).CopyTo(vectors.Values.AsSpan(first * Dim));
        }

        return vectors;
    }

    /// <inheritdoc />
    public double UnknownShare(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return unknownShare?.Invoke(text) ?? 0;
    }

    /// <summary>Encodes tokens.</summary>
    /// <param name="tokens">int64 [texts, tokens].</param>
    /// <returns>float32 [texts, dim], unit rows.</returns>
    internal Tensor EncodeTokens(Tensor tokens) => half.Encode(tokens);

    /// <summary>Frees the weights.</summary>
    public void Dispose() => half.Parameters.Dispose();
}
