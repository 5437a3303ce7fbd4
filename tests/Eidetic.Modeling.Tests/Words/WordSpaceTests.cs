using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class WordSpaceTests
{
    private const int ImageDim = 6;
    private static readonly string[] Words = ["red", "dog", "sky", "run"];

    [Fact]
    public void Uncut_vectors_multiply_to_the_log_likelihood_of_the_words_up_to_a_constant_of_the_query()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var space = Random(hidden: 5, dim: 6);
        var pictures = TinyCompact.Random(7, ImageDim, seed: 3).ToTensor(CPU);
        int[][] queries = [[0, 1], [2], [1, 3], [0, 2, 3], []];

        space.FitVectors(pictures, queries);
        var texts = space.Texts(["red dog", "a dog to run", "sky", "unknown words"]).ToTensor(CPU);
        var products = nn.functional.linear(texts, space.Project(pictures));                          // [texts, images]

        var logits = space.Logits(pictures);                                                          // [images, words]
        var silence = nn.functional.logsigmoid(-logits).sum(1);
        Tensor[] expected =
        [
            logits.select(1, 0) + logits.select(1, 1) + silence,
            logits.select(1, 1) + logits.select(1, 3) + silence,
            logits.select(1, 2) + silence,
            silence,
        ];
        for (var text = 0; text < expected.Length; text++)
        {
            var difference = products[text] - expected[text];
            (difference - difference.mean()).abs().max().ToDouble().Should().BeLessThan(1e-3);
        }
    }

    [Fact]
    public void Texts_that_were_fitted_have_a_mean_square_length_of_one()
    {
        using var scope = NewDisposeScope();
        using var space = Random(hidden: 5, dim: 6);

        space.FitVectors(TinyCompact.Random(7, ImageDim, seed: 3).ToTensor(CPU), [[0], [1, 2], [3]]);

        var texts = space.Texts(["red", "dog sky", "run"]);
        texts.Values.Sum(v => v * v / 3).Should().BeApproximately(1, 1e-3f);
    }

    [Fact]
    public void Strength_scales_images_and_keeps_those_that_ask_as_long_as_texts()
    {
        using var scope = NewDisposeScope();
        using var space = Random(hidden: 5, dim: 4);
        var pictures = TinyCompact.Random(7, ImageDim, seed: 3).ToTensor(CPU);
        space.FitVectors(pictures, [[0], [1, 2], [3]]);
        var whole = space.Project(pictures);

        space.SetStrength(0.25, pictures);

        var quarter = space.Project(pictures);
        (quarter - whole * 0.25).abs().max().ToDouble().Should().BeLessThan(1e-6);
        (quarter * space.QueryLength).pow(2).sum(1).mean().ToDouble().Should().BeApproximately(1, 1e-4);
    }

    [Fact]
    public void A_backbone_keeps_its_words_in_its_file()
    {
        using var scope = NewDisposeScope();
        var options = TinyCompact.Options with { WordDim = 4 };
        var words = Random(hidden: 5, dim: 4, options.ImageDim);
        using var backbone = new CompactBackbone(options, CPU, new SharedSpace(options, CPU), words, seed: 2);
        var features = TinyCompact.Random(3, options.TextDim, seed: 4);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        backbone.Save(path);
        using var loaded = CompactBackbone.Load(path, CPU);
        File.Delete(path);

        string[] texts = ["red", "dog", "nothing known"];
        loaded.EmbedTexts(features, texts).Values.Should().Equal(backbone.EmbedTexts(features, texts).Values);
        loaded.EmbedTexts(features, texts).Dim.Should().Be(options.SharedDim + 4);
        loaded.Words!.List.Words.Should().Equal(Words);
    }

    [Fact]
    public void A_backbone_refuses_words_of_another_length()
    {
        using var scope = NewDisposeScope();
        using var words = Random(hidden: 5, dim: 3, TinyCompact.Options.ImageDim);
        using var shared = new SharedSpace(TinyCompact.Options, CPU);

        var make = () => new CompactBackbone(TinyCompact.Options, CPU, shared, words, seed: 2);

        make.Should().Throw<ArgumentException>().WithMessage("*word space of 0 numbers, got one of 3*");
    }

    private static WordSpace Random(int hidden, int dim, int imageDim = ImageDim)
    {
        TorchRuntime.SetThreads(1);
        manual_seed(11);
        var space = new WordSpace(new WordSpaceOptions { ImageDim = imageDim, Hidden = hidden, Dim = dim, Words = Words }, CPU);
        using var noGrad = no_grad();
        foreach (var (_, parameter) in space.named_parameters())
        {
            parameter.normal_(0, 0.7);
        }

        space.eval();
        return space;
    }
}
