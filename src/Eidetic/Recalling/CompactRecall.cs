using System.Numerics.Tensors;
using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Recall with the compact backbone.</summary>
internal sealed class CompactRecall : IRecallModel
{
    private readonly CompactBackbone _backbone;
    private const int PriorCaptions = 256;         // captions whose mean stands for a query that asks for nothing
    private readonly QueryEncoder _encoder;
    private readonly Lazy<float[]> _meanQuery;

    /// <param name="generation">What to answer from.</param>
    /// <param name="clipTokens">Cuts texts for published ears; null for their own vocabulary or, where they have none, OpenAI's.</param>
    public CompactRecall(MemoryGeneration generation, Func<string, int[]>? clipTokens = null)
    {
        MemoryTowers.RequireUnchanged(generation);
        _backbone = CompactBackbone.Load(generation[MemoryGeneration.ModelFile], TorchSharp.torch.CPU);
        _encoder = new QueryEncoder(generation, clipTokens);
        _meanQuery = new Lazy<float[]>(() => MeanQuery(generation));
        TaughtScale = Math.Exp(_backbone.Shared.LogScale.Value()) * LearningDefaults.TargetSharpness(generation.Manifest.Learning);
    }

    public RecallDefaults Defaults { get; } = new();

    public AskedQueries Ask(IReadOnlyList<RecallQuery> queries)
    {
        var texts = queries[0].HasText() ? Embed([.. queries.Select(q => q.Text!)]) : null;
        var images = queries[0].Image is not null ? _encoder.Images([.. queries.Select(q => q.Image!)]) : null;
        return images is not null || texts is null
            ? new AskedQueries(() => _backbone.CreateScorer(texts, images), Vectors: null) { Places = () => _backbone.Place(texts, images) }
            : new AskedQueries(() => _backbone.CreateScorer(texts, null), texts)
            {
                Places = () => texts,
                CreatePrior = () => _backbone.CreateScorer(Repeat(_meanQuery.Value, texts.Rows), null),
                TokenGains = () => _backbone.TokenGains(texts),
            };
    }

    public double? UnknownShare(string text) => _encoder.Ears.UnknownShare(text);

    public IVisionEncoder Eyes => _encoder.Eyes;

    public ITextEncoder Ears => _encoder.Ears;

    public FeatureMatrix ImageVectors(FeatureMatrix features) => _backbone.EmbedImages(features);

    public FeatureMatrix TextVectors(IReadOnlyList<string> texts) => _backbone.ProjectTexts(_encoder.Texts(texts));

    public double? TaughtScale { get; }

    public bool BringsCaptionsNear => !_backbone.Options.KeepsTowerSpace;

    public void Dispose()
    {
        _encoder.Dispose();
        _backbone.Dispose();
    }

    private FeatureMatrix Embed(string[] texts) => _backbone.EmbedTexts(_encoder.Texts(texts), texts);

    // The middle of captions taken evenly from the whole collection.
    private float[] MeanQuery(MemoryGeneration generation)
    {
        using var catalog = ImageCatalog.Open(generation[MemoryGeneration.CatalogFile]);
        string[] captions = [.. catalog.ReadAll().SelectMany(image => image.Captions.Take(1)).Select(caption => caption.Text)];
        var taken = Math.Min(captions.Length, PriorCaptions);
        var queries = Embed([.. Enumerable.Range(0, taken).Select(i => captions[(int)((long)i * captions.Length / taken)])]);
        var mean = new float[queries.Dim];
        for (var row = 0; row < queries.Rows; row++)
        {
            TensorPrimitives.MultiplyAdd(queries[row], 1f / queries.Rows, mean, mean);
        }

        var shared = mean.AsSpan(0, _backbone.Options.SharedDim);
        TensorPrimitives.Divide(shared, Math.Max(TensorPrimitives.Norm<float>(shared), 1e-9f), shared);
        return mean;
    }

    private static FeatureMatrix Repeat(float[] row, int rows)
    {
        var matrix = new FeatureMatrix(rows, row.Length);
        for (var i = 0; i < rows; i++)
        {
            row.CopyTo(matrix[i]);
        }

        return matrix;
    }
}
