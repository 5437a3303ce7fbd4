using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Recall with a published language model.</summary>
internal sealed class LanguageRecall : IRecallModel
{
    private readonly LanguageMemory _memory;
    private readonly QueryEncoder _encoder;

    private readonly bool _isNamedByEyes;

    /// <param name="generation">What to answer from.</param>
    /// <param name="clipTokens">Cuts texts for published ears; null for their own vocabulary or, where they have none, OpenAI's.</param>
    public LanguageRecall(MemoryGeneration generation, Func<string, int[]>? clipTokens = null)
    {
        MemoryTowers.RequireUnchanged(generation);
        _memory = LanguageMemory.Open(generation);
        _encoder = new QueryEncoder(generation, clipTokens);
        _isNamedByEyes = generation.Manifest.Eyes is not null;
    }

    public RecallDefaults Defaults => _memory.Defaults;

    // Its memories hold no learned weights of what stored vectors say, and are not reranked.
    public AskedQueries Ask(IReadOnlyList<RecallQuery> queries) => new(() => CreateScorer(queries), Vectors: null);

    public INextTokenScorer CreateScorer(IReadOnlyList<RecallQuery> queries) => queries[0].HasText()
        ? _memory.CreateScorer([.. queries.Select(q => (q.Text!, q.Image is { } image ? Prepare(image) : _memory.Padding))])
        : _memory.CreateScorer([.. queries.Select(q => Prepare(q.Image!))]);

    // Its tokenizer can write every word, and what it makes of one nobody can tell.
    public double? UnknownShare(string text) => null;

    public IVisionEncoder Eyes => _encoder.Eyes;

    public ITextEncoder Ears => _encoder.Ears;

    public FeatureMatrix ImageVectors(FeatureMatrix features) =>
        SharedVectors.Project(_memory.Space.Image, features, _memory.Space.Image.InputDim, TorchSharp.torch.CPU);

    public FeatureMatrix NamingVectors(FeatureMatrix features) => _isNamedByEyes ? features : ImageVectors(features);

    public FeatureMatrix TextVectors(IReadOnlyList<string> texts) =>
        SharedVectors.Project(_memory.Space.Text, _encoder.Texts(texts), _memory.Space.Text.InputDim, TorchSharp.torch.CPU);

    public void Dispose()
    {
        _encoder.Dispose();
        _memory.Dispose();
    }

    private PreparedPicture Prepare(RgbImage image) => PicturePreparer.Prepare(image, _memory.Model.Preparation);
}
