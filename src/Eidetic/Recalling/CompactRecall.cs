using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Recall with the compact backbone.</summary>
internal sealed class CompactRecall : IRecallModel
{
    private readonly CompactBackbone _backbone;
    private readonly QueryEncoder _encoder;

    /// <param name="generation">What to answer from.</param>
    /// <param name="clipTokens">Cuts texts for published ears; null for their own vocabulary or, where they have none, OpenAI's.</param>
    public CompactRecall(MemoryGeneration generation, Func<string, int[]>? clipTokens = null)
    {
        MemoryTowers.RequireUnchanged(generation);
        _backbone = CompactBackbone.Load(generation[MemoryGeneration.ModelFile], TorchSharp.torch.CPU);
        _encoder = new QueryEncoder(generation, clipTokens);
    }

    public RecallDefaults Defaults { get; } = new();

    public AskedQueries Ask(IReadOnlyList<RecallQuery> queries)
    {
        var texts = queries[0].HasText() ? Embed([.. queries.Select(q => q.Text!)]) : null;
        var images = queries[0].Image is not null ? _encoder.Images([.. queries.Select(q => q.Image!)]) : null;
        return new AskedQueries(() => _backbone.CreateScorer(texts, images), images is null ? texts : null);
    }

    public double? UnknownShare(string text) => _encoder.Ears.UnknownShare(text);

    public FeatureMatrix TextVectors(IReadOnlyList<string> texts) => _backbone.ProjectTexts(_encoder.Texts(texts));

    public void Dispose()
    {
        _encoder.Dispose();
        _backbone.Dispose();
    }

    private FeatureMatrix Embed(string[] texts) => _backbone.EmbedTexts(_encoder.Texts(texts), texts);
}
