using Eidetic.Abstractions;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Says in a sentence whether the memory holds what was asked for, where it is calibrated.</summary>
internal static class MatchVerdict
{
    public static void Write(IAnsiConsole console, RecallResult result)
    {
        if (Sentence(result) is { } sentence)
            Remarks.WriteRaw(console, sentence);

        if (result is { NoMatch: true, Closest: { } closest })
            Remarks.WriteRaw(console, $"closest, though unlikely: {closest.Key}");
    }

    /// <summary>The sentence, or null where nobody can say.</summary>
    public static string? Sentence(RecallResult result) => result switch
    {
        { MatchProbability: not { } } => null,
        { NoMatch: true } => $"no match: it is only {Display.Probability(result.MatchProbability.Value)} likely that anything here is what was asked for",
        _ => $"it is {Display.Probability(result.MatchProbability.Value)} likely that something here is what was asked for",
    };
}
