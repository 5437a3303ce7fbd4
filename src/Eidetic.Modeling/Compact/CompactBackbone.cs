using System.Text.Json;
using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The <c>compact</c> backbone: frozen eyes and ears (outside), a shared space, and a small decoder that generates identifiers.
/// Immutable while it answers; safe to use from several threads; dispose it when done.
/// </summary>
internal sealed class CompactBackbone : IDisposable
{
    private const string OptionsKey = "compact";
    private const string SharedPrefix = "shared.";
    private const string DecoderPrefix = "decoder.";
    private const string WordsKey = "words";
    private const string WordsPrefix = "words.";
    private readonly Device _device;
    private bool _isDone;

    public CompactBackbone(CompactOptions options, Device device, int seed) : this(options, device, Build(options, device, seed))
    {
    }

    /// <summary>A decoder of its own over spaces that were learned before; takes ownership of them.</summary>
    public CompactBackbone(CompactOptions options, Device device, SharedSpace shared, WordSpace? words, int seed)
        : this(options, device, (shared, BuildDecoder(options, device, seed)), words)
    {
    }

    private CompactBackbone(CompactOptions options, Device device, (SharedSpace Shared, CompactDecoder Decoder) parts, WordSpace? words = null)
    {
        if (options.WordDim != (words?.Options.Dim ?? 0))
        {
            throw new ArgumentException($"Expected a word space of {options.WordDim} numbers, got one of {words?.Options.Dim ?? 0}.", nameof(words));
        }

        Options = options;
        _device = device;
        (Shared, Decoder) = parts;
        Words = words;
        Words?.eval();
        Shared.eval();
        Decoder.eval();
    }

    public CompactOptions Options { get; }

    public SharedSpace Shared { get; }

    public CompactDecoder Decoder { get; }

    /// <summary>What exact words add, or null.</summary>
    public WordSpace? Words { get; }

    /// <summary>Numbers that were trained.</summary>
    public long Parameters => Shared.parameters().Concat(Decoder.parameters()).Concat(Words?.parameters() ?? []).Sum(p => p.numel());

    /// <summary>Brings the eyes' vectors into the shared space.</summary>
    /// <param name="features">float32 [images, ImageDim].</param>
    /// <returns>float32 [images, SharedDim], unit rows.</returns>
    public FeatureMatrix ProjectImages(FeatureMatrix features) => SharedVectors.Project(Shared.Image, features, Options.ImageDim, _device);

    /// <summary>Brings the ears' vectors into the shared space.</summary>
    /// <param name="features">float32 [texts, TextDim].</param>
    /// <returns>float32 [texts, SharedDim], unit rows.</returns>
    public FeatureMatrix ProjectTexts(FeatureMatrix features) => SharedVectors.Project(Shared.Text, features, Options.TextDim, _device);

    /// <summary>Vectors of images: their place in the shared space, then what words they are likely described by.</summary>
    /// <param name="features">float32 [images, ImageDim].</param>
    /// <returns>float32 [images, queryDim].</returns>
    public FeatureMatrix EmbedImages(FeatureMatrix features) => CompactVectors.Images(Shared, Words, features, Options, _device);

    /// <summary>Vectors of texts as queries: their place in the shared space, then their words.</summary>
    /// <param name="features">float32 [texts, TextDim].</param>
    /// <param name="texts">The texts.</param>
    /// <returns>float32 [texts, queryDim].</returns>
    public FeatureMatrix EmbedTexts(FeatureMatrix features, IReadOnlyList<string> texts) =>
        CompactVectors.Texts(Shared, Words, features, texts, Options, _device);

    /// <summary>How much nearer every token brings the vector that a path adds up to to a query.</summary>
    /// <param name="texts">float32 [queries, queryDim], from <see cref="EmbedTexts"/>.</param>
    /// <returns>float32 [queries, vocab]: products of the vectors, divided by the shared space's temperature.</returns>
    public FeatureMatrix TokenGains(FeatureMatrix texts)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var gains = nn.functional.linear(texts.ToTensor(_device), Decoder.TokenVectors) * Shared.LogScale.exp();   // [queries, vocab]
        return new FeatureMatrix(Options.Vocabulary, gains.cpu().contiguous().data<float>().ToArray());
    }

    /// <summary>Starts a decoding of queries that all have the same sides.</summary>
    /// <param name="texts">float32 [queries, queryDim], from <see cref="EmbedTexts"/>; or null.</param>
    /// <param name="images">float32 [queries, ImageDim], the eyes' vectors; or null.</param>
    public INextTokenScorer CreateScorer(FeatureMatrix? texts, FeatureMatrix? images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return new CompactScorer(Decoder, new QuerySides(texts?.ToTensor(_device).DetachFromDisposeScope(), images is null ? null : Look(images)));
    }

    /// <summary>Where queries that all have the same sides lie among images.</summary>
    /// <param name="texts">float32 [queries, queryDim], from <see cref="EmbedTexts"/>; or null.</param>
    /// <param name="images">float32 [queries, ImageDim], the eyes' vectors; or null.</param>
    /// <returns>float32 [queries, queryDim]: the side that is there, or the middle of both.</returns>
    public FeatureMatrix Place(FeatureMatrix? texts, FeatureMatrix? images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var look = images is null ? null : Look(images);
        using var seen = look?.Seen;
        using var shared = look?.Shared;
        var joint = new QuerySides(texts?.ToTensor(_device), look).Joint(Options.SharedDim);       // [queries, queryDim]
        return new FeatureMatrix(Options.QueryDim, joint.cpu().contiguous().data<float>().ToArray());
    }

    /// <summary>
    /// The same model with a larger vocabulary. What was learned of the tokens that there were goes with them; the others start as they do before
    /// learning. The spaces go over to the new model: this one is done.
    /// </summary>
    /// <param name="tokenOf">For each token its number in the larger vocabulary.</param>
    /// <param name="tokenVectors">float32 [larger vocab, queryDim]: where tokens lie; rows of those that there were do not count.</param>
    /// <param name="counts">How many identifiers hold each token of the larger vocabulary.</param>
    /// <param name="spreads">As of <see cref="CompactDecoder.StartTokenBias"/>.</param>
    public CompactBackbone Grow(IReadOnlyList<int> tokenOf, FeatureMatrix tokenVectors, IReadOnlyList<int> counts, IReadOnlyList<float> spreads)
    {
        ObjectDisposedException.ThrowIf(_isDone, this);
        var options = Options with { Vocabulary = tokenVectors.Rows };
        var decoder = BuildDecoder(options, _device, seed: 0);
        using (NewDisposeScope())
        {
            decoder.StartTokenVectors(tokenVectors.ToTensor(_device));
            decoder.StartTokenBias(counts, spreads);
            decoder.TakeOver(Decoder, tokenOf);
        }

        _isDone = true;
        Decoder.Dispose();
        return new CompactBackbone(options, _device, (Shared, decoder), Words);
    }

    /// <summary>Writes options and weights as one safetensors file.</summary>
    /// <param name="path">The file; replaced whole or not at all.</param>
    /// <param name="metadata">More facts to keep in the header.</param>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var facts = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            [OptionsKey] = JsonSerializer.Serialize(Options, ModelingJson.Default.CompactOptions),
        };
        if (Words is { } words)
        {
            facts[WordsKey] = JsonSerializer.Serialize(words.Options, ModelingJson.Default.WordSpaceOptions);
        }

        SafetensorsWriter.Write(
            path, Prefixed(SharedPrefix, Shared).Concat(Prefixed(DecoderPrefix, Decoder)).Concat(Words is null ? [] : Prefixed(WordsPrefix, Words)), facts);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CheckpointFormatException">The file is foreign, damaged, or its tensors do not fit its options.</exception>
    public static CompactBackbone Load(string path, Device device)
    {
        TorchRuntime.EnsureLoaded();
        using var file = SafetensorsFile.Open(path);
        var options = ReadOptions(file, path);
        var backbone = new CompactBackbone(options, device, Build(options, device, seed: 0), ReadWords(file, path, device));
        try
        {
            if (backbone.Words is { } words)
            {
                ModuleWeights.LoadStrict(words, file, WordsPrefix);
            }

            ModuleWeights.LoadStrict(backbone.Shared, file, SharedPrefix);
            ModuleWeights.LoadStrict(backbone.Decoder, file, DecoderPrefix);
            return backbone;
        }
        catch
        {
            backbone.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        Shared.Dispose();
        Decoder.Dispose();
        Words?.Dispose();
    }

    private static WordSpace? ReadWords(SafetensorsFile file, string path, Device device)
    {
        try
        {
            return file.Metadata.TryGetValue(WordsKey, out var json)
                ? new WordSpace(JsonSerializer.Deserialize(json, ModelingJson.Default.WordSpaceOptions)!, device)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new CheckpointFormatException(path, $"Expected readable words of a compact backbone in {path}: {exception.Message}", exception);
        }
    }

    private static CompactOptions ReadOptions(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(OptionsKey, out var json))
        {
            throw new CheckpointFormatException(path, $"Expected the weights of a compact backbone in {path}, found none: rebuild the memory.");
        }

        try
        {
            var options = JsonSerializer.Deserialize(json, ModelingJson.Default.CompactOptions)!;
            options.Validate();
            return options;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new CheckpointFormatException(path, $"Expected readable options of a compact backbone in {path}: {exception.Message}", exception);
        }
    }

    private static (SharedSpace Shared, CompactDecoder Decoder) Build(CompactOptions options, Device device, int seed)
    {
        TorchRuntime.EnsureLoaded();
        options.Validate();
        using var scope = NewDisposeScope();
        manual_seed(seed);
        return (new SharedSpace(options, device), new CompactDecoder(options, device));
    }

    private static CompactDecoder BuildDecoder(CompactOptions options, Device device, int seed)
    {
        options.Validate();
        using var scope = NewDisposeScope();
        manual_seed(seed);
        return new CompactDecoder(options, device);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Prefixed(string prefix, nn.Module module) =>
        module.state_dict().Select(t => KeyValuePair.Create(prefix + t.Key, t.Value));

    private ImageSide Look(FeatureMatrix images)
    {
        var features = images.ToTensor(_device).RequireRows(Options.ImageDim, nameof(images));
        var asQueries = QueryVectors.OfImages(EmbedImages(images).ToTensor(_device), Options.SharedDim, Words?.QueryLength ?? 1);
        return new ImageSide(asQueries.DetachFromDisposeScope(), Shared.Image.Standardize(features).DetachFromDisposeScope());
    }
}
