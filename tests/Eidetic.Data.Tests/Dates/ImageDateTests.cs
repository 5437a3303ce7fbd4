namespace Eidetic.Data.Tests;

public sealed class ImageDateTests
{
    [Theory]
    [InlineData("2024", "2024-01-01T00:00:00")]
    [InlineData("2024-07", "2024-07-01T00:00:00")]
    [InlineData(" 2024-07-31 ", "2024-07-31T00:00:00")]
    [InlineData("2024-07-31T18:30", "2024-07-31T18:30:00")]
    [InlineData("2024-07-31 18:30:05", "2024-07-31T18:30:05")]
    [InlineData("2024-12-31T23:30:00-08:00", "2024-12-31T23:30:00")]
    [InlineData("2024-12-31T23:30:00.25Z", "2024-12-31T23:30:00.25")]
    public void A_year_a_month_a_day_or_a_moment_is_read_by_the_clock_on_the_spot(string text, string moment)
    {
        ImageDate.TryParse(text, out var date).Should().BeTrue();

        date.Should().Be(DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));
        date.Kind.Should().Be(DateTimeKind.Unspecified);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2023-02-29")]
    [InlineData("31.07.2024")]
    [InlineData("07/31/2024")]
    [InlineData("2024-7-1")]
    [InlineData("2024-07-31T25:00")]
    [InlineData("0000")]
    public void What_is_no_date_is_told_from_one(string text) => ImageDate.TryParse(text, out _).Should().BeFalse();
}
