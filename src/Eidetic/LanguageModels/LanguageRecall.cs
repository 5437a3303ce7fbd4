using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Recall with a published language model.</summary>
internal sealed class LanguageRecall : IRecallModel
{
    private readonly LanguageMemory _memory;
    private readonly QueryEncoder _encoder;

    public LanguageRecall(MemoryGeneration generation)
    {
        _memory = LanguageMemory.Open(generation);
        _encoder = new QueryEncoder(generation);
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
        SharedVectors.Project(_memory.Space.Image, features, new CompactOptions { Vocabulary = 1, MaxIdentifierLength = 1 }.ImageDim, TorchSharp.torch.CPU);

    public FeatureMatrix TextVectors(IReadOnlyList<string> texts) => SharedVectors.Project(
        _memory.Space.Text, _encoder.Texts(texts), new CompactOptions { Vocabulary = 1, MaxIdentifierLength = 1 }.TextDim, TorchSharp.torch.CPU);

    public void Dispose()
    {
        _encoder.Dispose();
        _memory.Dispose();
    }

    private PreparedPicture Prepare(RgbImage image) => PicturePreparer.Prepare(image, _memory.Model.Preparation);
}
