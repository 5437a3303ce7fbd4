using Eidetic.Training;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

public sealed class LanguageModelLearnerTests : IDisposable
{
    private const int Images = 6;
    private static readonly string[] Words = ["a red hat", "two dogs", "the sea", "old car", "blue bird", "some tea"];
    private readonly string _checkpoint = Path.Combine(Path.GetTempPath(), $"language-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_checkpoint);

    [Theory]
    [InlineData(TinyModels.Idefics3)]
    [InlineData(TinyModels.Flamingo)]
    public void Every_image_is_named_from_its_picture_and_from_its_text(string name)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(name, TinyModels.AllButEyes(newTokens: Images));
        var options = Options() with { Epochs = 60, LearningRate = 3e-3 };

        Learn(model, options);

        using var noGrad = no_grad();
        for (var image = 0; image < Images; image++)
        {
            Named(model, options.Prompts.ForPicture(TinyModels.Picture(image))).Should().Be(image);
            Named(model, options.Prompts.ForText(Words[image], TinyModels.Padding)).Should().Be(image);
        }
    }

    [Fact]
    public void Parts_of_a_step_add_up_to_the_step()
    {
        using var scope = NewDisposeScope();
        using var whole = TinyModels.Open(TinyModels.Idefics3, TinyModels.AllButEyes(Images));
        using var parts = TinyModels.Open(TinyModels.Idefics3, TinyModels.AllButEyes(Images));

        Learn(whole, Options());
        Learn(parts, Options() with { MicroBatch = 2 });

        Difference(whole, parts).Should().BeLessThan(1e-4);
    }

    [Fact]
    public void An_interrupted_run_continues_to_the_same_weights()
    {
        using var scope = NewDisposeScope();
        var options = Options() with { Epochs = 6, Dropout = 0.1 };
        using var whole = TinyModels.Open(TinyModels.Flamingo, TinyModels.AllButEyes(Images));
        using var stopped = TinyModels.Open(TinyModels.Flamingo, TinyModels.AllButEyes(Images));
        using var resumed = TinyModels.Open(TinyModels.Flamingo, TinyModels.AllButEyes(Images));
        using var stop = new CancellationTokenSource();

        Learn(whole, options);
        var interrupt = () => Learn(stopped, options, step => { if (step.Step == 3) { stop.Cancel(); } }, cancellationToken: stop.Token);
        interrupt.Should().Throw<OperationCanceledException>();
        Learn(resumed, options, isResumed: true);

        Difference(whole, resumed).Should().Be(0);
    }

    [Fact]
    public void Adapters_and_new_tokens_are_learned_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        var lora = new LearningPlan { Lora = new LoraOptions { Rank = 2, Projections = ["q_proj", "v_proj"] }, NewTokens = Images };
        using var before = TinyModels.Open(TinyModels.Idefics3, lora);
        using var after = TinyModels.Open(TinyModels.Idefics3, lora);

        Learn(after, Options() with { Epochs = 3, WeightDecayOn = "" });

        var changed = after.Parameters.Names.Where(n => !after.Parameters[n].equal(before.Parameters[n]).all().item<bool>()).ToArray();
        changed.Should().HaveCount(3 * 2 * 2 + 2).And.OnlyContain(n => n.Contains("lora_") || n.EndsWith("new_tokens"));
        changed.Should().BeSubsetOf(after.Parameters.Learned.Select(p => p.Key));
    }

    [Fact]
    public void Only_the_identifier_and_its_end_are_asked_for()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = TinyModels.Open(TinyModels.Idefics3, TinyModels.AllButEyes(Images));
        var prompts = new RecallPrompts();
        var loss = new LanguageLoss(model, CPU);

        using var alone = loss.Of([prompts.ForText("one", TinyModels.Padding)], [[320, 321]], ForwardPass.Answer);
        using var closed = loss.Of([prompts.ForText("one", TinyModels.Padding)], [[320, 321, model.EndToken]], ForwardPass.Answer);
        using var both = loss.Of(
            [prompts.ForText("one", TinyModels.Padding), prompts.ForText("a longer text", TinyModels.Padding)], [[320, 321], [322]], ForwardPass.Answer);
        using var other = loss.Of([prompts.ForText("a longer text", TinyModels.Padding)], [[322]], ForwardPass.Answer);

        (loss.TermsOf([320, 321]), loss.TermsOf([320, 321, model.EndToken])).Should().Be((3, 3));
        closed.item<float>().Should().Be(alone.item<float>());
        both.item<float>().Should().BeApproximately(alone.item<float>() + other.item<float>(), 1e-3f);
    }

    private static LanguageOptions Options() => new()
    {
        Epochs = 2,
        MemorizeBatch = Images,
        RetrieveBatch = Images,
        LearningRate = 1e-3,
        WarmupSteps = 2,
        Dropout = 0,
        WeightDecay = 0.01,
    };

    private void Learn(
        IMultimodalModel model, LanguageOptions options, Action<TrainingStep>? report = null, bool isResumed = false, CancellationToken cancellationToken = default)
    {
        var set = new LanguageSet
        {
            Images = Images,
            Picture = TinyModels.Picture,
            Padding = TinyModels.Padding,
            Texts = [.. Words.Select((text, image) => (image, text))],
            Identifiers = [.. Enumerable.Range(0, Images).Select(i => (IReadOnlyList<IReadOnlyList<int>>)[[model.PublishedVocabulary + i]])],
        };
        using var learner = new LanguageModelLearner(model, set, options, "this run", new LanguageLoss(model, CPU));
        if (isResumed)
        {
            learner.Resume(_checkpoint);
        }

        learner.Run(_checkpoint, report ?? (_ => { }), cancellationToken);
    }

    private static int Named(IMultimodalModel model, PromptText prompt)
    {
        using var scorer = new LanguageModelScorer(model, IdentifierTokens.AllNew(Images), [prompt], CPU);
        var scores = new float[Images];
        scorer.Start(scores);
        return Array.IndexOf(scores, scores.Max());
    }

    private static double Difference(IMultimodalModel first, IMultimodalModel second) => first.Parameters.Names
        .Max(n => (first.Parameters[n] - second.Parameters[n]).abs().max().to(float64).item<double>());
}
