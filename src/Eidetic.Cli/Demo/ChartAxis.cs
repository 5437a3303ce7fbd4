namespace Eidetic.Cli.Demo;

/// <summary>One axis: the range of values it shows, round ticks, and where a value lies along it.</summary>
internal sealed class ChartAxis
{
    private static readonly double[] ClockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];

    private ChartAxis(double low, double high, double step)
    {
        Low = low;
        High = high;
        Step = step;
    }

    public double Low { get; }

    public double High { get; }

    public double Step { get; }

    public IEnumerable<double> Ticks
    {
        get
        {
            var first = (long)Math.Ceiling(Low / Step - 1e-9);
            var last = (long)Math.Floor(High / Step + 1e-9);
            for (var tick = first; tick <= last; tick++)
            {
                yield return tick * Step;
            }
        }
    }

    /// <summary>An axis whose ends are round numbers around the values; starts at zero when the values come near it.</summary>
    public static ChartAxis ForValues(double smallest, double largest)
    {
        var low = smallest > 0 && smallest < 0.5 * largest ? 0 : smallest;
        var span = largest - low;
        if (span < 1e-9)
        {
            span = Math.Max(Math.Abs(largest), 1e-3);
            low -= span / 2;
            largest += span / 2;
        }

        var step = RoundStep(span / 4);
        return new ChartAxis(Math.Floor(low / step + 1e-9) * step, Math.Ceiling(largest / step - 1e-9) * step, step);
    }

    /// <summary>An axis of seconds from zero to the last measurement, with ticks that read well as minutes.</summary>
    public static ChartAxis ForSeconds(double last)
    {
        var high = Math.Max(last, 1);
        var step = ClockSteps.FirstOrDefault(candidate => high / candidate <= 6, ClockSteps[^1] * Math.Ceiling(high / ClockSteps[^1] / 6));
        return new ChartAxis(0, high, step);
    }

    /// <summary>Where the value lies between two ends of the drawing.</summary>
    public double Place(double value, double from, double to) => from + (value - Low) / (High - Low) * (to - from);

    private static double RoundStep(double rough)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return magnitude * (rough / magnitude) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };
    }
}
