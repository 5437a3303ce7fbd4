using System.Globalization;
using Eidetic.Abstractions;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>
/// Prints why a hit was named: the words that moved it, and its path, a line for each token taken and under it the best one not taken, each
/// with how sure the model was and what lies there.
/// </summary>
internal static class ExplanationText
{
    private const int BarCells = 10;
    private const int MostExamples = 3;
    private const string NoWay = "no other way";

    /// <summary>Words that moved a hit by less say nothing.</summary>
    private const double Notable = 0.05;

    /// <summary>A path and a hit whose probabilities differ by less are alike.</summary>
    private const double Noticeable = 0.0005;

    public static void Write(IAnsiConsole console, Hit hit)
    {
        console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{hit.Rank}  {Remarks.OnOneLine(hit.Key)}"), new Style(decoration: Decoration.Bold)));
        console.Write(new Text($"  {Display.Probability(hit.Probability)}"));
        console.WriteLine();
        if (hit.Words.Count > 0)
        {
            console.Write(new Padder(Words(hit.Words), new Padding(left: 3, top: 0, right: 0, bottom: 0)));
        }

        if (hit.Trace.Count > 0)
        {
            console.Write(Path(console, hit.Trace));
            WriteOther(console, hit);
        }
    }

    /// <summary>How far a word moved a hit, with its sign: <c>+1.8</c>.</summary>
    public static string Influence(double nats) => nats.ToString("+0.0;\u22120.0;0.0", CultureInfo.InvariantCulture);

    // Stored vectors that order what was found or stand for what is not learned yet, and words that nobody knows, may say otherwise than the path.
    private static void WriteOther(IAnsiConsole console, Hit hit)
    {
        var path = Math.Exp(hit.Trace.Sum(step => step.LogProbability));
        if (Math.Abs(path - hit.Probability) >= Noticeable)
        {
            var text = $"the path is {Display.Probability(path)} likely; with the other evidence the image has {Display.Probability(hit.Probability)}";
            console.Write(new Padder(new Text(text, new Style(Color.Grey)), new Padding(left: 3, top: 0, right: 0, bottom: 0)));
        }
    }

    private static Markup Words(IReadOnlyList<WordInfluence> words)
    {
        var notable = words.Where(word => Math.Abs(word.Influence) >= Notable)
            .Select(word => $"{Markup.Escape(Remarks.OnOneLine(word.Word))} [{(word.Influence > 0 ? "green" : "yellow")}]{Influence(word.Influence)}[/]")
            .ToArray();
        return new Markup(notable.Length > 0 ? $"[grey]moved by[/]  {string.Join("  ", notable)}" : "[grey]moved by no word alone[/]");
    }

    private static Grid Path(IAnsiConsole console, IReadOnlyList<TraceStep> trace)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(3).PadRight(2));
        grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(0).PadRight(1));
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        grid.AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var step in trace)
        {
            var sure = Math.Exp(step.LogProbability);
            grid.AddRow(
                new Text(step.Token, new Style(decoration: Decoration.Bold)),
                new Text(Display.Probability(sure), new Style(Color.Green)),
                new Text(Bar(console, sure), new Style(Color.Green)),
                new Text(Holds(step.Branch)));
            if (step is { RunnerUp: { } token, RunnerUpLogProbability: { } logProbability })
            {
                var grey = new Style(Color.Grey);
                grid.AddRow(
                    new Text($"or {token}", grey),
                    new Text(Display.Probability(Math.Exp(logProbability)), grey),
                    new Text(Bar(console, Math.Exp(logProbability)), grey),
                    new Text(Holds(step.RunnerUpBranch), grey));
            }
            else
            {
                grid.AddRow(new Text($"   {NoWay}", new Style(Color.Grey)), Text.Empty, Text.Empty, Text.Empty);
            }
        }

        return grid;
    }

    /// <summary>What a branch holds: <c>31 images: rain, wet · cloud.png, drop.png …</c>, or the name where it is one image.</summary>
    private static string Holds(TraceBranch? branch)
    {
        if (branch is null)
        {
            return "";
        }

        var shown = branch.Examples.Take(MostExamples).Select(key => Remarks.OnOneLine(NameOf(key))).ToArray();
        if (branch.Images == 1)
        {
            return shown is [var only] ? only : "this image";
        }

        var words = branch.Words.Count > 0 ? $": {string.Join(", ", branch.Words.Select(Remarks.OnOneLine))}" : "";
        var examples = shown.Length > 0 ? $" · {string.Join(", ", shown)}{(branch.Images > shown.Length + 1 ? " …" : "")}" : "";
        return $"{Display.Count(branch.Images, "image")}{words}{examples}";
    }

    // A key may be a whole path; beside others its last part says enough.
    private static string NameOf(string key) => key[(key.TrimEnd('/').LastIndexOf('/') + 1)..];

    // Eighths of a cell where the console has them.
    private static string Bar(IAnsiConsole console, double share)
    {
        if (!console.Profile.Capabilities.Unicode)
        {
            return new string('#', (int)Math.Round(share * BarCells)).PadRight(BarCells);
        }

        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * BarCells * 8);
        var rest = eighths % 8;
        return (new string('█', eighths / 8) + (rest > 0 ? ((char)('█' + 8 - rest)).ToString() : "")).PadRight(BarCells);
    }
}
