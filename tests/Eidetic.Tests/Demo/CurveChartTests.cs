using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Eidetic.Cli.Demo;

namespace Eidetic.Tests.Demo;

public sealed class CurveChartTests
{
    [Theory]
    [InlineData(0.15, 4.9, new[] { 0.0, 2, 4, 6 })]
    [InlineData(0.02, 1.0, new[] { 0.0, 0.5, 1 })]
    [InlineData(90, 98, new[] { 90.0, 92, 94, 96, 98 })]
    [InlineData(-3, -1, new[] { -3.0, -2.5, -2, -1.5, -1 })]
    [InlineData(5, 5, new[] { 2.0, 4, 6, 8 })]
    public void Value_ticks_are_round_and_enclose_the_values(double smallest, double largest, double[] expected)
    {
        var axis = ChartAxis.ForValues(smallest, largest);

        axis.Ticks.Should().HaveCount(expected.Length);
        axis.Ticks.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        axis.Low.Should().BeLessThanOrEqualTo(smallest);
        axis.High.Should().BeGreaterThanOrEqualTo(largest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(59)]
    [InlineData(225)]
    [InlineData(1200)]
    [InlineData(86_400)]
    [InlineData(20_000_000)]
    public void Time_has_two_to_seven_ticks_from_zero(double seconds)
    {
        var ticks = ChartAxis.ForSeconds(seconds).Ticks.ToList();

        ticks.Should().HaveCountGreaterThanOrEqualTo(2).And.HaveCountLessThanOrEqualTo(7).And.BeInAscendingOrder();
        ticks[0].Should().Be(0);
    }

    [Fact]
    public void Lines_stay_inside_the_drawing_and_values_that_are_not_finite_are_left_out()
    {
        var curve = Curve([new(0, 4), new(5, double.NaN), new(10, 1), new(20, double.PositiveInfinity)]);

        var line = Draw(curve).Descendants("path").Single(path => path.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal));

        var numbers = line.Attribute("d")!.Value.Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
        numbers.Should().HaveCount(4).And.OnlyContain(number => number >= 0 && number <= 440);
        numbers[2].Should().BeGreaterThan(numbers[0]);
        numbers[3].Should().BeGreaterThan(numbers[1], "a smaller value lies lower");
    }

    [Fact]
    public void Thousands_of_points_are_averaged_to_a_few_hundred()
    {
        var curve = Curve([.. Enumerable.Range(0, 10_000).Select(step => new DemoPoint(step, step % 7))]);

        var line = Draw(curve).Descendants("path").Single(path => path.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal));

        line.Attribute("d")!.Value.Count(letter => letter == 'L').Should().BeInRange(200, 240);
    }

    [Fact]
    public void The_chart_says_in_words_what_it_draws()
    {
        var chart = Draw(Curve([new(0, 4), new(125, 0.99957)]));

        chart.Attribute("aria-label")!.Value.Should().Be("Loss, nats over time. learned: from 4 to 0.9996 after 2:05.");
    }

    private static DemoCurve Curve(DemoPoint[] points) => new() { Name = "Loss", YLabel = "nats", Series = [new DemoSeries("learned", points)] };

    private static XElement Draw(DemoCurve curve)
    {
        var text = new StringBuilder();
        CurveChart.Draw(curve).WriteTo(text);
        return XElement.Parse(text.ToString());
    }
}
