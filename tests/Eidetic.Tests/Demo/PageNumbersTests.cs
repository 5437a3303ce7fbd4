using Eidetic.Cli.Demo;

namespace Eidetic.Tests.Demo;

public sealed class PageNumbersTests
{
    [Theory]
    [InlineData(0, "0.0 %")]
    [InlineData(0.0004, "<0.1 %")]
    [InlineData(0.9312, "93.1 %")]
    [InlineData(0.99996, ">99.9 %")]
    [InlineData(1, "100.0 %")]
    public void A_share_is_never_rounded_to_nothing_or_to_all(double share, string expected) =>
        PageNumbers.Percent(share).Replace('\u00A0', ' ').Should().Be(expected);

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(125, "2:05")]
    [InlineData(3725, "1:02:05")]
    public void Seconds_read_as_a_clock(double seconds, string expected) => PageNumbers.Clock(seconds).Should().Be(expected);
}
