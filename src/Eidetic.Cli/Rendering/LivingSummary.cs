using System.Text.Json;
using Eidetic.Cli.Json;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints what came into a memory and went from it.</summary>
internal static class LivingSummary
{
    public static void Write(IAnsiConsole console, AddReport report)
    {
        Remarks.WriteRaw(console, FormattableString.Invariant(
            $"{Display.Count(report.Added.Count, "image")} added in {Display.Duration(report.Elapsed)} ({Display.Duration(report.Encoding)} of it for reading and looking at them), {Display.Count(report.AlreadyThere)} there already, {Display.Count(report.Skipped, "file")} skipped; the memory holds {Display.Count(report.Images, "image")}"));
        MemorizeSummary.WriteProblems(console, report.Problems);
    }

    public static void Write(IAnsiConsole console, RemoveReport report) => Remarks.WriteRaw(
        console, $"{Display.Count(report.Removed.Count, "image")} removed; the memory holds {Display.Count(report.Images, "image")}");

    public static void WriteJson(IAnsiConsole console, AddReport report) => WriteLine(console, JsonSerializer.Serialize(
        new AddLine(
            report.Added, report.AlreadyThere, report.PseudoCaptioned, report.Skipped,
            [.. report.Problems.Select(problem => new ProblemEntry(problem.Item, problem.Message))],
            report.Images, report.Encoding.TotalSeconds, report.Elapsed.TotalSeconds),
        CliJson.Readable.AddLine));

    public static void WriteJson(IAnsiConsole console, RemoveReport report) => WriteLine(console, JsonSerializer.Serialize(
        new RemoveLine(report.Removed, report.Images, report.Elapsed.TotalSeconds), CliJson.Readable.RemoveLine));

    public static void Write(IAnsiConsole console, ConsolidateReport report)
    {
        if (report.Added + report.Removed == 0)
        {
            Remarks.WriteRaw(console, "nothing came or went since the memory learned last: nothing to consolidate");
            return;
        }

        var added = report is { AddedAccuracyBefore: { } before, AddedAccuracy: { } after }
            ? $", {Display.Percent(after)} of those added (before: {Display.Percent(before)})"
            : "";
        Remarks.WriteRaw(
            console,
            $"{Display.Count(report.Added, "image")} learned and {Display.Count(report.Removed)} forgotten in {Display.Duration(report.Elapsed)}; {Display.Percent(report.MemorizeAccuracy)} of {Display.Count(report.Images, "image")} named from their own picture (before: {Display.Percent(report.MemorizeAccuracyBefore)}){added}");
    }

    public static void WriteJson(IAnsiConsole console, ConsolidateReport report) => WriteLine(console, JsonSerializer.Serialize(
        new ConsolidateLine(
            report.Images, report.Added, report.Removed, report.MemorizeAccuracyBefore, report.MemorizeAccuracy, report.AddedAccuracyBefore,
            report.AddedAccuracy, report.Elapsed.TotalSeconds),
        CliJson.Readable.ConsolidateLine));

    private static void WriteLine(IAnsiConsole console, string json) => Remarks.WriteRaw(console, ReadableJson.Unescape(json));
}
