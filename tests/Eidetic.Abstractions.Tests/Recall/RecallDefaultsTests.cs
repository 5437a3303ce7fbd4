namespace Eidetic.Abstractions.Tests.Recall;

public sealed class RecallDefaultsTests
{
    [Fact]
    public void By_default_a_memory_chooses_its_beam_and_names_any_image()
    {
        var options = new RecallOptions();

        options.Top.Should().Be(10);
        options.Beams.Should().BeNull("the memory knows how wide a beam it was made for");
        options.Candidates.Should().BeNull("every image may be named");
        options.Filter.Should().BeNull("every image may be named");
        options.Explain.Should().BeFalse();
    }

    [Fact]
    public void A_query_in_words_has_no_picture()
    {
        var query = RecallQuery.FromText("two dogs");

        (query.Text, query.Image).Should().Be(("two dogs", null));
    }
}
