using System.Runtime.InteropServices;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The ears that ship: Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175). An English text becomes a unit vector; other
/// scripts are mostly unknown to it (<see cref="UnknownShare"/>). The first 128 tokens of a text are read. A text without tokens has the
/// constant vector the network gives to nothing. Immutable and safe to use from several threads; dispose it when done.
/// </summary>
public sealed class UseLiteEncoder : ITextEncoder
{
    /// <summary>Name of the encoder.</summary>
    public const string EncoderName = "use";

    private const string WeightsFile = "use-lite.f16.safetensors";
    private const string VocabularyFile = "vocab.tsv";
    private const string Recipe = "use-lite r1: unigram, first 128 tokens, float32";
    private const int TokensInBatch = 512;

    private readonly UseLiteTokenizer _tokenizer;
    private readonly UseLiteNetwork _network;

    private UseLiteEncoder(UseLiteTokenizer tokenizer, UseLiteNetwork network, string fingerprint)
    {
        _tokenizer = tokenizer;
        _network = network;
        Fingerprint = fingerprint;
    }

    /// <inheritdoc />
    public string Name => EncoderName;

    /// <inheritdoc />
    public string Fingerprint { get; }

    /// <inheritdoc />
    public int Dim => UseLiteNetwork.Dim;

    /// <summary>Loads the encoder that ships with Eidetic.</summary>
    /// <exception cref="CheckpointFormatException">Its files are missing or damaged.</exception>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded.</exception>
    public static UseLiteEncoder LoadShipped() => Load(ShippedEncoders.UseLiteFolder);

    /// <summary>Loads the encoder from a folder.</summary>
    /// <param name="folder">Holds <c>use-lite.f16.safetensors</c> and <c>vocab.tsv</c>.</param>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded.</exception>
    public static UseLiteEncoder Load(string folder)
    {
        TorchRuntime.EnsureLoaded();
        var weights = ShippedEncoders.Require(folder, WeightsFile);
        var vocabulary = ShippedEncoders.Require(folder, VocabularyFile);
        var tokenizer = UseLiteTokenizer.Load(vocabulary);
        using var file = SafetensorsFile.Open(weights);
        var recipe = UseLiteTokenizer.NormalizesUnicode ? Recipe : Recipe + ", no NFKC";
        return new UseLiteEncoder(tokenizer, new UseLiteNetwork(file), EncoderFingerprint.Of(EncoderName, recipe, weights, vocabulary));
    }

    /// <inheritdoc />
    public FeatureMatrix Encode(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var tokens = texts.Select(Tokenize).ToArray();
        var vectors = new FeatureMatrix(texts.Count, Dim);

        // Texts of like length share a batch, so that little is padded.
        var order = Enumerable.Range(0, tokens.Length).OrderBy(text => tokens[text].Length).ToArray();
        var first = 0;
        while (first < order.Length)
        {
            var end = first + 1;
            while (end < order.Length && CanShare(tokens[order[first]].Length, tokens[order[end]].Length, end + 1 - first))
                end++;
            EncodeBatch(tokens, order[first..end], vectors);
            first = end;
        }

        return vectors;
    }

    /// <inheritdoc />
    /// <remarks>A run of unknown characters is one token; lone word boundaries do not count. 0 for a text without tokens.</remarks>
    public double UnknownShare(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = Tokenize(text);
        var counted = tokens.Count(token => token != _tokenizer.SpaceToken);
        return counted == 0 ? 0 : (double)tokens.Count(token => token == UseLiteTokenizer.Unknown) / counted;
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose() => _network.Dispose();

    private static bool CanShare(int shortest, int longest, int count) => (shortest == 0) == (longest == 0) && longest * count <= TokensInBatch;

    private int[] Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. _tokenizer.Tokenize(text).Take(UseLiteNetwork.MaxTokens)];
    }

    private void EncodeBatch(int[][] tokens, int[] texts, FeatureMatrix vectors)
    {
        using var inference = Inference.Begin();
        using var scope = NewDisposeScope();
        var longest = tokens[texts[^1]].Length;
        if (longest == 0)
        {
            var empty = _network.EncodeEmpty();
            foreach (var text in texts)
                Floats(empty).CopyTo(vectors[text]);
            return;
        }

        var padded = new long[texts.Length * longest];
        var isReal = new float[texts.Length * longest];
        for (var row = 0; row < texts.Length; row++)
        {
            var own = tokens[texts[row]];
            for (var i = 0; i < own.Length; i++)
                (padded[(row * longest) + i], isReal[(row * longest) + i]) = (own[i], 1);
        }

        var isPadded = tokens[texts[0]].Length < longest;
        var encoded = Floats(_network.Encode(
            tensor(padded).view(texts.Length, longest), isPadded ? tensor(isReal).view(texts.Length, longest) : null)); // [texts, 512]
        for (var row = 0; row < texts.Length; row++)
            encoded.Slice(row * Dim, Dim).CopyTo(vectors[texts[row]]);
    }

    private static ReadOnlySpan<float> Floats(Tensor source) => MemoryMarshal.Cast<byte, float>(source.contiguous().bytes);
}
