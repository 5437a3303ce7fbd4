using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A published CLIP's ears (Radford et al. 2021, arXiv 2103.00020). A text becomes the unit vector that CLIP itself compares. Immutable and
/// safe to use from several threads; dispose it when done.
/// </summary>
internal sealed class ClipTextEncoder : ITextEncoder
{
    /// <summary>Name of the encoder.</summary>
    public const string EncoderName = "clip-ears";

    private const string Recipe = "clip r1: CLIP's byte pairs, float32, unit length";
    private const int BatchSize = 32;
    private const int PublishedVocabulary = 49408;
    private readonly ModelParameters _parameters;
    private readonly ClipTextTower _tower;
    private readonly Func<string, int[]> _tokens;

    private ClipTextEncoder(PublishedClip clip, Func<string, int[]> tokens)
    {
        (_tower, _parameters) = clip.Read(scope => new ClipTextTower(scope, clip.Options.Text));
        (_tokens, Sha256, Folder) = (tokens, clip.Sha256, clip.Folder);
        Fingerprint = FingerprintOf(clip);
    }

    /// <inheritdoc />
    public string Name => EncoderName;

    /// <inheritdoc />
    public string Fingerprint { get; }

    /// <inheritdoc />
    public int Dim => _tower.Options.OutputDim;

    /// <summary>Where the checkpoint lies.</summary>
    public string Folder { get; }

    /// <summary>SHA-256 of the weights: eyes with the same one see in the same space.</summary>
    public string Sha256 { get; }

    /// <summary>Opens the ears of a published CLIP.</summary>
    /// <param name="folder">Holds <c>config.json</c> and weights under Hugging Face's names, and perhaps the vocabulary: <c>tokenizer.json</c>, or <c>vocab.json</c> and <c>merges.txt</c>.</param>
    /// <param name="tokens">Cuts a text into the tower's tokens, start, end and padding included; null for the folder's own vocabulary or, where it has none, the one that OpenAI's models share.</param>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    public static ClipTextEncoder Open(string folder, Func<string, int[]>? tokens = null)
    {
        using var clip = PublishedClip.Open(folder);
        var text = clip.Options.Text;
        if (tokens is null && clip.Vocabulary.Count > 0)
        {
            tokens = ClipVocabulary.Open(clip.Vocabulary, text).Tokens;
        }

        if (tokens is null && (text.Vocabulary != PublishedVocabulary || text.ContextLength != ClipTokenizer.ContextLength))
        {
            throw new CheckpointFormatException(
                folder, $"{folder}: expected ears of {PublishedVocabulary} tokens and texts of {ClipTokenizer.ContextLength}, found {text.Vocabulary} and {text.ContextLength}; put the model's own tokenizer.json, or its vocab.json and merges.txt, beside its weights.");
        }

        return new ClipTextEncoder(clip, tokens ?? ClipTokenizer.OpenShipped().Tokens);
    }

    /// <summary>The fingerprint of this half of a CLIP.</summary>
    internal static string FingerprintOf(PublishedClip clip) => clip.Fingerprint(EncoderName, Recipe, clip.Vocabulary);

    /// <inheritdoc />
    public FeatureMatrix Encode(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new FeatureMatrix(texts.Count, Dim);
        for (var first = 0; first < texts.Count; first += BatchSize)
        {
            var rows = texts.Skip(first).Take(BatchSize).Select(_tokens).ToArray();
            using var inference = Inference.Begin();
            using var scope = NewDisposeScope();
            using var borrowed = tensor(rows.SelectMany(row => row).Select(token => (long)token).ToArray(), [rows.Length, rows[0].Length]);
            var unit = EncodeTokens(borrowed.clone());
            MemoryMarshal.Cast<byte, float>(unit.contiguous().bytes).CopyTo(vectors.Values.AsSpan(first * Dim));
        }

        return vectors;
    }

    /// <inheritdoc />
    /// <remarks>Its tokens are bytes and pairs of them, so that it can spell every text: 0.</remarks>
    public double UnknownShare(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return 0;
    }

    /// <summary>Encodes tokens.</summary>
    /// <param name="tokens">int64 [texts, tokens].</param>
    /// <returns>float32 [texts, dim], unit rows.</returns>
    internal Tensor EncodeTokens(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var (_, _, pooled) = _tower.Forward(tokens, ForwardPass.Answer);
        return nn.functional.normalize(pooled, p: 2, dim: -1).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose() => _parameters.Dispose();
}
