using System.Globalization;

namespace Eidetic.Cli.Rendering;

/// <summary>How numbers look to people: the same in every culture.</summary>
internal static class Display
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A count with thousands separated: <c>1,912</c>.</summary>
    public static string Count(long count) => count.ToString("N0", Culture);

    /// <summary>A count with its noun: <c>1 image</c>, <c>1,912 images</c>.</summary>
    public static string Count(long count, string noun, string? plural = null) =>
        count == 1 ? $"1 {noun}" : $"{Count(count)} {plural ?? noun + "s"}";

    /// <summary>A share 0..1 in percent: <c>97.5 %</c>.</summary>
    public static string Percent(double share) => string.Create(Culture, $"{100 * share:F1} %");

    /// <summary>A probability 0..1 in percent, small ones apart from nothing: <c>42.0 %</c>, <c>0.37 %</c>, <c>&lt;0.01 %</c>.</summary>
    public static string Probability(double probability) => probability switch
    {
        >= 0.01 => Percent(probability),
        >= 0.0001 => string.Create(Culture, $"{100 * probability:F2} %"),
        _ => "<0.01 %",
    };

    /// <summary>A duration as hours, minutes and seconds: <c>00:01:10</c>.</summary>
    public static string Duration(TimeSpan duration) =>
        string.Create(Culture, $"{(int)duration.TotalHours:D2}:{duration.Minutes:D2}:{duration.Seconds:D2}");

    /// <summary>A size in decimal units: <c>3.6 MB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(Culture, $"{bytes / 1e9:F1} GB"),
        >= 1_000_000 => string.Create(Culture, $"{bytes / 1e6:F1} MB"),
        >= 1_000 => string.Create(Culture, $"{bytes / 1e3:F1} kB"),
        _ => $"{Count(bytes)} bytes",
    };

    /// <summary>A number with a fixed count of decimals.</summary>
    public static string Fixed(double number, int decimals) => number.ToString($"F{decimals}", Culture);
}
