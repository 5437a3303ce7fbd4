namespace Eidetic.Modeling.Tests;

public sealed class WordListTests
{
    [Theory]
    [InlineData("A dog, and a DOG!", "a dog and")]
    [InlineData("don't  run", "don t run")]
    [InlineData("Ａ ｃａｔ", "a cat")]
    [InlineData("café 42nd", "café 42nd")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("Hund: größer als Straße", "hund größer als straße")]
    [InlineData("\ud800 … ", "")]
    [InlineData("", "")]
    public void Words_are_runs_of_letters_and_digits_in_lower_case_each_once(string text, string words)
    {
        string.Join(' ', WordSplitter.Split(text)).Should().Be(words);
    }

    [Fact]
    public void The_most_frequent_words_come_first_and_rare_ones_not_at_all()
    {
        var list = WordList.Of(["red dog", "red cat", "red dog cat", "dog dog zebra"], fewestTexts: 2, mostWords: 2);

        list.Words.Should().Equal("dog", "red");
        list.In("A red zebra, a dog").Should().Equal(1, 0);
    }
}
