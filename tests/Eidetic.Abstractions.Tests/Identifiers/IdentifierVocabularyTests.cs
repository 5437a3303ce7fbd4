namespace Eidetic.Abstractions.Tests.Identifiers;

public sealed class IdentifierVocabularyTests
{
    [Fact]
    public void A_token_is_the_index_of_its_name()
    {
        var vocabulary = new IdentifierVocabulary(["c0", "c1"]);

        vocabulary.Count.Should().Be(2);
        vocabulary.Names[1].Should().Be("c1");
    }

    [Fact]
    public void Names_that_differ_in_case_are_different() => new IdentifierVocabulary(["a", "A"]).Count.Should().Be(2);

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "")]
    [InlineData("a", null)]
    public void Names_are_distinct_and_not_empty(string first, string? second)
    {
        var making = () => new IdentifierVocabulary([first, second!]);

        making.Should().Throw<ArgumentException>().WithMessage("Expected distinct token names*");
    }

    [Fact]
    public void A_missing_list_is_refused()
    {
        var making = () => new IdentifierVocabulary(null!);

        making.Should().Throw<ArgumentNullException>();
    }
}
