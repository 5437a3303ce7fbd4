namespace Eidetic.Tests.Explaining;

public sealed class LeftOutWordsTests
{
    [Theory]
    [InlineData("a cat on the roof", "cat:a on the roof", "roof:a cat on the")]
    [InlineData("red, shiny car", "red:shiny car", "shiny:red, car", "car:red, shiny")]
    [InlineData("no dog", "no:dog", "dog:no")]
    [InlineData("what is it", "what:is it", "is:what it", "it:what is")]
    [InlineData("a well-known  child's toy", "well-known:a child's toy", "child's:a well-known toy", "toy:a well-known child's")]
    [InlineData("猫 roof", "猫:roof", "roof:猫")]
    [InlineData("黒い", "黒:い", "い:黒")]
    public void Telling_words_are_left_out_one_by_one(string query, params string[] expected)
    {
        var words = LeftOutWords.Of(query);

        words.Select(word => $"{word.Word.Text}:{word.Remainder}").Should().Equal(expected);
        words.Should().OnlyContain(word => query.Substring(word.Word.Start, word.Word.Text.Length) == word.Word.Text);
    }

    [Fact]
    public void Of_a_long_query_the_first_words_are_tried()
    {
        var query = string.Join(' ', Enumerable.Range(1, 500).Select(number => FormattableString.Invariant($"word{number}")));

        var words = LeftOutWords.Of(query);

        words.Should().HaveCount(LeftOutWords.Most);
        words[^1].Word.Text.Should().Be("word32");
    }
}
