using Eidetic.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

public sealed class ImageHeadLossTests
{
    private const int Images = 5;
    private static readonly PromptText[] Prompts =
    [
        new RecallPrompts().ForText("one", TinyModels.Padding), new RecallPrompts().ForText("a longer text", TinyModels.Padding), new RecallPrompts().ForPicture(TinyModels.Picture(1)),
    ];

    [Theory]
    [InlineData(TinyModels.Idefics3)]
    [InlineData(TinyModels.Flamingo)]
    public void Rows_lose_how_unlikely_their_image_is_after_the_prompt(string name)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(name);
        var loss = new ImageHeadLoss(model, ImageHeads.Start(model, Images), CPU);

        var sum = loss.Of(Prompts, [[3], [0], [4]], ForwardPass.Answer).ToDouble();

        var expected = -ImageHeads.Expected(model, Prompts[0], Images)[3] - ImageHeads.Expected(model, Prompts[1], Images)[0]
            - ImageHeads.Expected(model, Prompts[2], Images)[4];
        sum.Should().BeApproximately(expected, 1e-3);
        loss.TermsOf([3]).Should().Be(1);
    }

    [Fact]
    public void The_projection_and_the_model_learn_by_it_and_the_images_stay()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Idefics3, TinyModels.AllButEyes());
        var loss = new ImageHeadLoss(model, ImageHeads.Start(model, Images), CPU);

        loss.Of(Prompts, [[3], [0], [4]], ForwardPass.Answer).backward();

        var moved = model.Parameters.Learned.Where(p => p.Value.grad is { } gradient && gradient.abs().max().ToDouble() > 0).Select(p => p.Key).ToArray();
        moved.Should().Contain("image_head.weight").And.Contain(name => name.EndsWith("layers.0.self_attn.q_proj.weight"));
        model.Parameters.Learned.Select(p => p.Key).Should().NotContain(ImageHead.ImagesName);
        model.Parameters[ImageHead.ImagesName].data<float>().ToArray().Should().Equal(ImageHeads.Vectors(Images).Values.ToArray());
    }

    [Fact]
    public void An_answer_of_several_numbers_is_refused()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Idefics3);
        var loss = new ImageHeadLoss(model, ImageHeads.Start(model, Images), CPU);

        var terms = () => loss.TermsOf([1, 2]);

        terms.Should().Throw<ArgumentException>().WithMessage("*number of one image, got 2*");
    }

    [Fact]
    public void A_loss_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Flamingo);
        IAnswerLoss[] losses = [new ImageHeadLoss(model, ImageHeads.Start(model, Images), CPU), new LanguageLoss(model, CPU)];
        void Measure(IAnswerLoss loss)
        {
            using var inner = NewDisposeScope();
            using var noGrad = no_grad();
            loss.Of(Prompts, [[3], [0], [4]], ForwardPass.Answer);
        }

        Array.ForEach(losses, Measure);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Array.ForEach(losses, Measure);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }
}
