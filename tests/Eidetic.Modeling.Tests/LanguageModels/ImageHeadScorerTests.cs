using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

public sealed class ImageHeadScorerTests
{
    private const int Images = 5;
    private static readonly PromptText[] Queries =
    [
        new RecallPrompts().ForText("a short one", TinyModels.Padding),
        new RecallPrompts().ForPicture(TinyModels.Picture(1)),
        new RecallPrompts().ForText("a rather longer text that is read to its end", TinyModels.Padding),
    ];

    [Theory]
    [InlineData(TinyModels.Idefics3)]
    [InlineData(TinyModels.Flamingo)]
    public void Every_image_gets_its_share_of_the_softmax_after_the_prompts_last_token(string name)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(name);
        using var scorer = new ImageHeadScorer(model, ImageHeads.Start(model, Images), Queries, CPU);
        var scores = new float[Queries.Length * Images];

        scorer.Start(scores);

        var expected = Queries.SelectMany(query => ImageHeads.Expected(model, query, Images)).ToArray();
        (scorer.Queries, scorer.VocabularySize).Should().Be((Queries.Length, Images));
        scores.Zip(expected, (score, right) => Math.Abs(score - right)).Max().Should().BeLessThan(2e-4);
        scores.Chunk(Images).Should().OnlyContain(row => row.Max() - row.Min() > 0.01f, "images differ");
    }

    [Fact]
    public void Nothing_follows_an_image()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Idefics3);
        using var scorer = new ImageHeadScorer(model, ImageHeads.Start(model, Images), Queries, CPU);
        var scores = new float[Images];

        var small = () => scorer.Start(scores);
        var longer = () => scorer.Continue([0], [1], scores);

        small.Should().Throw<ArgumentException>().WithMessage("*room for 15 scores, got 5*");
        longer.Should().Throw<InvalidOperationException>().WithMessage("*one token each*");
    }

    [Fact]
    public void A_head_starts_the_same_for_a_seed_and_otherwise_for_another()
    {
        using var scope = NewDisposeScope();
        using var first = TinyModels.Open(TinyModels.Idefics3);
        using var second = TinyModels.Open(TinyModels.Idefics3);
        using var third = TinyModels.Open(TinyModels.Idefics3);

        ImageHeads.Start(first, Images);
        ImageHeads.Start(second, Images);
        ImageHead.Start(third, ImageHeads.Vectors(Images), seed: 2, CPU);

        float[] Weight(IMultimodalModel model) => [.. model.Parameters["image_head.weight"].data<float>()];
        Weight(first).Should().Equal(Weight(second)).And.NotEqual(Weight(third));
        Weight(first).Max(Math.Abs).Should().BeInRange(0.9f / MathF.Sqrt(first.Width), 1 / MathF.Sqrt(first.Width));
    }

    [Fact]
    public void A_decoding_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Flamingo);
        var head = ImageHeads.Start(model, Images);
        var scores = new float[Queries.Length * Images];
        void Decode()
        {
            using var scorer = new ImageHeadScorer(model, head, Queries, CPU);
            scorer.Start(scores);
        }

        Decode();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Decode();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }
}
