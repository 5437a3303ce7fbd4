using System.Globalization;

namespace Eidetic.Cli.Inputs;

/// <summary>Reads a time budget as users type it: hours, minutes and seconds, hours without limit.</summary>
internal static class TimeBudget
{
    public static TimeSpan? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length == 3
            && Number(parts[0], 9999) is { } hours
            && Number(parts[1], 59) is { } minutes
            && Number(parts[2], 59) is { } seconds)
        {
            var budget = new TimeSpan(hours, minutes, seconds);
            return budget > TimeSpan.Zero
                ? budget
                : throw new UsageException($"--time-budget must be longer than nothing, got '{text}'");
        }

        throw new UsageException($"--time-budget must look like HH:MM:SS, as 00:20:00 for twenty minutes, got '{text}'");
    }

    private static int? Number(string text, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= maximum ? number : null;
}
