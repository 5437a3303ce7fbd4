using Eidetic.Abstractions;
using Eidetic.Training;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

/// <summary>Twenty-four made-up images with three texts each, named by two tokens; texts resemble their image.</summary>
internal sealed class TinyCollection : IDisposable
{
    public const int Images = 24;

    public TinyCollection(LearningOptions options, int seed = 5)
    {
        Options = options;
        Backbone = TinyCompact.Create(TinyCompact.Options with { Vocabulary = 10, MaxIdentifierLength = 2 }, seed);
        Vectors = Backbone.ProjectImages(Set.ImageFeatures);
        Table = new IdentifierTable(Assignment, Images, CPU);
        Queries = new QueryStream(Set, Backbone.Shared, Vectors, options, CPU);
    }

    public LearningOptions Options { get; }

    public LearningSet Set { get; } = MakeSet();

    public CompactBackbone Backbone { get; }

    public FeatureMatrix Vectors { get; }

    public IdentifierTable Table { get; }

    public QueryStream Queries { get; }

    /// <summary>Image i is named (i mod 4, 4 + i / 4).</summary>
    public static IdentifierAssignment Assignment { get; } = new()
    {
        Vocabulary = new IdentifierVocabulary([.. Enumerable.Range(0, 10).Select(i => $"t{i}")]),
        Identifiers = [.. Enumerable.Range(0, Images).Select(i => new ImageIdentifier(i, [i % 4, 4 + i / 4]))],
    };

    public Learner NewLearner() => new(Backbone, Set, Table, Queries, Options, "tiny", CPU);

    /// <summary>Gives the decoder's blocks a say: in a fresh one they add nothing to the query's own vector.</summary>
    public TinyCollection Stirred()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        manual_seed(9);
        Backbone.Decoder.state_dict()["output.weight"].normal_(0, 0.05);
        return this;
    }

    public void Dispose()
    {
        Queries.Dispose();
        Table.Dispose();
        Backbone.Dispose();
    }

    private static LearningSet MakeSet()
    {
        var images = TinyCompact.Random(Images, 12, seed: 21);
        var texts = TinyCompact.Random(Images * 3, 10, seed: 22);
        for (var text = 0; text < texts.Rows; text++)
        {
            for (var d = 0; d < texts.Dim; d++)
            {
                texts[text][d] = images[text / 3][d] + 0.1f * texts[text][d];
            }
        }

        return new LearningSet
        {
            ImageFeatures = images,
            TextFeatures = texts,
            TextImages = [.. Enumerable.Range(0, Images * 3).Select(t => t / 3)],
            IsPseudo = new bool[Images * 3],
            HeldOut = new HeldOutTexts(texts, [.. Enumerable.Range(0, Images * 3).Select(t => t / 3)]),
        };
    }
}
