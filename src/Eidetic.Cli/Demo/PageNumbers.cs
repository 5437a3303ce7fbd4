using System.Globalization;

namespace Eidetic.Cli.Demo;

/// <summary>How the page writes numbers: the same in every culture.</summary>
internal static class PageNumbers
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A share in percent, never rounded to nothing or to all: <c>93.1 %</c>, <c>&lt;0.1 %</c>, <c>&gt;99.9 %</c>.</summary>
    public static string Percent(double share) => share switch
    {
        > 0 and < 0.001 => "<0.1\u00A0%",
        >= 0.9995 and < 1 => ">99.9\u00A0%",
        _ => string.Create(Culture, $"{100 * share:F1}\u00A0%"),
    };

    /// <summary>A share 0..1 for a style: at most four decimals.</summary>
    public static string Share(double share) => double.IsFinite(share) ? Math.Clamp(share, 0, 1).ToString("0.####", Culture) : "0";

    /// <summary>A coordinate of a drawing: at most one decimal.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", Culture);

    /// <summary>A value with as many decimals as neighbors <paramref name="step"/> apart need.</summary>
    public static string Tick(double value, double step)
    {
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 6);
        return (value + 0.0).ToString($"N{decimals}", Culture);
    }

    /// <summary>A measured value with four significant digits.</summary>
    public static string Measured(double value) => Math.Abs(value) >= 1000 ? value.ToString("N0", Culture) : value.ToString("G4", Culture);

    /// <summary>A time as minutes and seconds: <c>2:05</c>.</summary>
    public static string Clock(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        return whole < 3600
            ? string.Create(Culture, $"{whole / 60}:{whole % 60:D2}")
            : string.Create(Culture, $"{whole / 3600}:{whole / 60 % 60:D2}:{whole % 60:D2}");
    }
}
