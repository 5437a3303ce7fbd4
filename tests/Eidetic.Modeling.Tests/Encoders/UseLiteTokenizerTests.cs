using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Encoders;

public class UseLiteTokenizerTests(UseLiteFixture ears) : IClassFixture<UseLiteFixture>
{
    private static readonly UseLiteTokenizer Tokenizer = UseLiteTokenizer.Load(Path.Combine(ShippedEncoders.UseLiteFolder, "vocab.tsv"));

    [Fact]
    public void All_golden_texts_have_the_reference_tokens()
    {
        ears.Golden.Should().HaveCount(30);
        ears.Golden.Should().AllSatisfy(entry => Tokenizer.Tokenize(entry.Text).Should().Equal(entry.Tokens, entry.Text));
    }

    [Theory]
    [InlineData("hello world", new[] { 2002, 102, 311 })]
    [InlineData("hello \U0001F600 world", new[] { 2002, 102, 30, 0, 311 })]
    [InlineData(" ", new[] { 30, 30 })]
    [InlineData("", new int[0])]
    [InlineData(": starts with a colon", new[] { 30, 57, 3543, 28, 11, 6002 })]
    public void Examples_of_the_description_hold(string text, int[] tokens)
    {
        Tokenizer.Tokenize(text).Should().Equal(tokens);
    }

    [Theory]
    [InlineData("a \uD83D b")]
    [InlineData("a \uDE00 b")]
    [InlineData("\uD83D")]
    public void A_lone_surrogate_counts_as_the_replacement_character(string text)
    {
        Tokenizer.Tokenize(text).Should().Equal(Tokenizer.Tokenize(text.Replace('\uD83D', '\uFFFD').Replace('\uDE00', '\uFFFD')));
    }

    [Fact]
    public void This_process_composes_characters_beyond_ascii()
    {
        UseLiteTokenizer.NormalizesUnicode.Should().BeTrue();
    }

    [Fact]
    public void A_vocabulary_without_scores_is_refused_with_its_line()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "a\t1\nb\n");

        var load = () => UseLiteTokenizer.Load(path);

        load.Should().Throw<CheckpointFormatException>().WithMessage($"{path}:2:*'b'*");
        File.Delete(path);
    }
}
