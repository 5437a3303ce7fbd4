using Eidetic.Abstractions;
using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class WordSpaceTrainerTests
{
    private static readonly string[] Things = ["circle", "square", "star", "moon", "tree", "fish"];

    [Fact]
    public void After_learning_a_picture_is_likelier_for_its_own_words()
    {
        using var scope = NewDisposeScope();
        var (set, texts, options) = Collection();
        using var shared = new SharedSpace(options, CPU);
        new SharedSpaceTrainer(set, new SharedSpaceOptions(), CPU).Standardize(shared);
        using var space = new WordSpace(new WordSpaceOptions { ImageDim = options.ImageDim, Hidden = 16, Dim = 8, Words = Things }, CPU);

        new WordSpaceTrainer(set, texts, shared, new WordSpaceTraining { Epochs = 100, BatchSize = 12 }, CPU).Train(space, _ => { }, default);

        var products = nn.functional.linear(
            space.Texts(Things).ToTensor(CPU), space.Project(shared.Image.Standardize(set.ImageFeatures.ToTensor(CPU))));
        products.argmax(1).data<long>().ToArray().Select(image => (int)image % Things.Length).Should().Equal(0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void Words_weigh_nothing_where_they_mislead_and_something_where_they_help()
    {
        using var scope = NewDisposeScope();
        var (set, texts, options) = Collection();
        using var shared = new SharedSpace(options, CPU);
        new SharedSpaceTrainer(set, new SharedSpaceOptions(), CPU).Standardize(shared);
        using var space = new WordSpace(new WordSpaceOptions { ImageDim = options.ImageDim, Hidden = 16, Dim = 8, Words = Things }, CPU);
        var trainer = new WordSpaceTrainer(set, texts, shared, new WordSpaceTraining { Epochs = 100, BatchSize = 12 }, CPU);
        trainer.Train(space, _ => { }, default);

        var helped = trainer.ChooseStrength(space, texts);
        var misled = trainer.ChooseStrength(space, [.. texts.Skip(1).Append(texts[0])]);

        helped.Should().BeGreaterThan(0);
        misled.Should().Be(0);
    }

    // Twelve pictures of six things; a picture shows which by one number.
    private static (LearningSet Set, string[] Texts, CompactOptions Options) Collection()
    {
        TorchRuntime.SetThreads(1);
        manual_seed(3);
        var options = TinyCompact.Options;
        var images = TinyCompact.Random(2 * Things.Length, options.ImageDim, seed: 1);
        for (var image = 0; image < images.Rows; image++)
        {
            images[image][image % Things.Length] += 6;
        }

        string[] texts = [.. Enumerable.Range(0, images.Rows).Select(image => $"a {Things[image % Things.Length]}")];
        var features = TinyCompact.Random(images.Rows, options.TextDim, seed: 2);
        return (new LearningSet
        {
            ImageFeatures = images,
            TextFeatures = features,
            TextImages = [.. Enumerable.Range(0, images.Rows)],
            IsPseudo = new bool[images.Rows],
            HeldOut = new HeldOutTexts(features, [.. Enumerable.Range(0, images.Rows)]),
        }, texts, options);
    }
}
