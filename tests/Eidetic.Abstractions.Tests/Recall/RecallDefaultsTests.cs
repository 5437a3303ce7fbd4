namespace Eidetic.Abstractions.Tests.Recall;

public sealed class RecallDefaultsTests
{
    [Fact]
    public void The_defaults_agree_with_each_other()
    {
        var options = new RecallOptions();

        options.Beams.Should().BeGreaterThanOrEqualTo(options.Top);
        options.Candidates.Should().BeNull("every image may be named");
        options.Explain.Should().BeFalse();
    }

    [Fact]
    public void A_query_in_words_has_no_picture()
    {
        var query = RecallQuery.FromText("two dogs");

        (query.Text, query.Image).Should().Be(("two dogs", null));
    }
}
