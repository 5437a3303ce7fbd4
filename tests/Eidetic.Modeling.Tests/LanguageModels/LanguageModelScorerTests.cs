using AwesomeAssertions.Equivalency;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

public sealed class LanguageModelScorerTests
{
    [Theory]
    [InlineData(TinyModels.Idefics3, 0)]
    [InlineData(TinyModels.Idefics3, 6)]
    [InlineData(TinyModels.Flamingo, 0)]
    [InlineData(TinyModels.Flamingo, 6)]
    public void Beams_with_a_cache_score_what_reading_everything_again_scores(string name, int newTokens)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = TinyModels.Open(name, new LearningPlan { NewTokens = newTokens });
        var vocabulary = new IdentifierVocabulary(newTokens > 0 ? ["a_1", "a_2", "a_3", "b_1", "b_2", "b_3"] : ["0", "1", "2", "3", "4", "<end>"]);
        var tokens = newTokens > 0 ? IdentifierTokens.AllNew(6) : IdentifierTokens.Text(vocabulary, model.Tokenizer);
        var prompts = new RecallPrompts();
        PromptText[] queries = [prompts.ForText("a short one", TinyModels.Padding), prompts.ForPicture(TinyModels.Picture(1)), prompts.ForText("a rather longer text that is read to its end", TinyModels.Padding)];
        var (first, second, third) = (new float[3 * 6], new float[4 * 6], new float[2 * 6]);

        using (var scorer = new LanguageModelScorer(model, tokens, queries, CPU))
        {
            scorer.Start(first);
            scorer.Continue([2, 0, 0, 1], [1, 2, 3, 4], second);
            scorer.Continue([3, 0], [0, 2], third);
        }

        first.Should().BeEquivalentTo(Whole(model, tokens, [(queries[0], []), (queries[1], []), (queries[2], [])]), Near);
        second.Should().BeEquivalentTo(Whole(model, tokens, [(queries[2], [1]), (queries[0], [2]), (queries[0], [3]), (queries[1], [4])]), Near);
        third.Should().BeEquivalentTo(Whole(model, tokens, [(queries[1], [4, 0]), (queries[2], [1, 2])]), Near);
    }

    [Fact]
    public void Identifier_tokens_are_the_models_own_where_a_name_is_one_of_them()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Flamingo);

        var tokens = IdentifierTokens.Text(new IdentifierVocabulary(["7", "12", "<end>", "34"]), model.Tokenizer);

        tokens.In(model).Should().Equal('7', 128, 125, 129);
        tokens.NewTokens.Should().Be(2);
    }

    [Fact]
    public void Identifier_tokens_that_are_one_for_the_model_are_refused()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Flamingo);

        var number = () => IdentifierTokens.Text(new IdentifierVocabulary(["<end>", "<|endofchunk|>"]), model.Tokenizer).In(model);

        number.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_text_is_read_to_its_twenty_fifth_word_and_cannot_smuggle_a_picture_in()
    {
        var text = string.Join(' ', Enumerable.Range(1, 30)) + " <image>";

        var prompt = new RecallPrompts().ForText("<image>" + text, TinyModels.Padding);

        prompt.Template.Should().Be($"caption:{string.Join(' ', Enumerable.Range(1, 25))}<image>id ");
    }

    private static EquivalencyOptions<float> Near(EquivalencyOptions<float> options) =>
        options.Using<float>(c => c.Subject.Should().BeApproximately(c.Expectation, 2e-4f)).WhenTypeIs<float>().WithStrictOrdering();

    // Each row by itself, without cache and padding.
    private static float[] Whole(IMultimodalModel model, IdentifierTokens tokens, (PromptText Prompt, int[] Path)[] rows)
    {
        var own = tokens.In(model);
        return [.. rows.SelectMany(row =>
        {
            using var batch = PromptBatch.PadRight([[.. model.Tokenize(row.Prompt), .. row.Path.Select(t => own[t])]], model.PaddingToken, CPU);
            using var seen = model.See([row.Prompt.Pictures]);
            var logits = model.Score(model.Read(batch, seen, null, ForwardPass.Answer).select(1, -1)).squeeze(0);
            return nn.functional.log_softmax(stack(own.Select(t => logits[t]).ToArray()), 0).data<float>().ToArray();
        })];
    }
}
