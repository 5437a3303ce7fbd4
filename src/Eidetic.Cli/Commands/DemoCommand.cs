using System.CommandLine;
using System.Globalization;
using Eidetic.Abstractions;
using Eidetic.Cli.Api;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;
using Eidetic.Evaluation;
using Eidetic.Server;
using Spectre.Console;

namespace Eidetic.Cli.Commands;

/// <summary><c>demo</c>: the whole way in one command, on the collection that ships.</summary>
internal static class DemoCommand
{
    private const int ShownHits = 5;

    /// <summary>The whole demo takes five minutes at most, the questions and the page included.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(4.25);

    /// <summary>Asked in words that people would use; none is a name from the collection.</summary>
    private static readonly string[] Samples =
    [
        "something to keep the rain off", "a very happy face", "a fruit that monkeys like", "music with six strings",
        "an animal with a long neck", "time to go to bed", "flying to another country", "congratulations on your birthday",
    ];

    /// <summary>Asked too, and drawn by no emoji.</summary>
    private const string Strange = "a man on a ladder cleans a window";

    private const double LeastMatch = 0.5;

    public static Command Create(CliContext context)
    {
        var images = ValueOption.WholeNumber("--images", "how many images to memorize (default: all that ship)", minimum: 1);
        var output = ValueOption.PathName("--output", "DIR", "where the memory and the page go");
        output.DefaultValueFactory = _ => "demo";
        var seed = ValueOption.WholeNumber("--seed", "same seed, same memory (default: 1)");
        var serve = ValueOption.Switch("--serve", $"serve the memory afterwards, with a gallery in the browser, at {ServerOptions.DefaultUrl}");
        var command = new Command("demo", "Memorize the shipped emoji, recall them, and compare with a dual encoder.")
        {
            images, output, seed, serve,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var folder = parse.GetRequiredValue(output)!;
            var options = new MemorizeOptions
            {
                Source = Source(parse.GetValue(images)),
                Memory = Path.Combine(folder, "emoji.memory"),
                TimeBudget = Budget,
                Seed = parse.GetValue(seed) ?? 1,
            };
            var limit = parse.GetValue(images) is { } count ? string.Create(CultureInfo.InvariantCulture, $" --images {count}") : "";
            var again = string.Create(CultureInfo.InvariantCulture, $"eidetic demo{limit} --output {folder} --seed {options.Seed}");
            var ended = await RunAsync(context, options, folder, again, cancellationToken);
            return parse.GetValue(serve) && ended == ExitCodes.Done
                ? await ServeCommand.RunAsync(
                    context, new ServerOptions { Memory = options.Memory, Urls = [ServerOptions.DefaultUrl], Logging = ServeCommand.Log }, cancellationToken)
                : ended;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, MemorizeOptions options, string folder, string command, CancellationToken cancellationToken)
    {
        if (File.Exists(folder))
            throw new UsageException($"--output must be a folder, but '{folder}' is a file");

        var start = context.Time.GetTimestamp();
        var memorizing = await MemorizeAsync(context, options, cancellationToken);
        await using var memory = await context.Api.OpenAsync(options.Memory, cancellationToken);
        var answers = await AskAsync(context, memory, cancellationToken);
        var strange = await AskForNothingAsync(context, memory, cancellationToken);
        var evaluation = await EvaluateAsync(context, memory, cancellationToken);
        var page = Path.Combine(folder, "index.html");
        var outcome = new DemoOutcome
        {
            Memorizing = memorizing,
            Info = memory.Info,
            Answers = strange is null ? answers : [.. answers, strange],
            Evaluation = evaluation,
            OpenImage = memory.OpenImage,
            Command = command,
            Elapsed = context.Time.GetElapsedTime(start),
        };
        await context.Showcase.WritePageAsync(page, outcome, cancellationToken);
        context.Out.WriteLine();
        Remarks.WriteRaw(context.Out, $"page    {page}");
        Remarks.WriteRaw(context.Out, $"memory  {options.Memory}");
        Remarks.WriteRaw(context.Out, $"next    eidetic recall \"a cat with a smile\" --memory {options.Memory} --explain");
        return ExitCodes.Done;
    }

    private static async Task<MemorizeReport> MemorizeAsync(
        CliContext context, MemorizeOptions options, CancellationToken cancellationToken)
    {
        DemoDisplay.Heading(context.Out, "The model memorizes a collection of emoji");
        try
        {
            var report = await MemorizeDisplay.RunAsync(
                context.Out, context.Time, progress => context.Api.MemorizeAsync(options, progress, cancellationToken));
            MemorizeSummary.Write(context.Out, report);
            return report;
        }
        catch (OperationCanceledException interruption) when (cancellationToken.IsCancellationRequested)
        {
            var seed = options.Seed.ToString(CultureInfo.InvariantCulture);
            throw new InterruptedException(
                $"continue with 'eidetic memorize {options.Source} --memory {options.Memory} --seed {seed} --time-budget {Budget:c} --resume'", interruption);
        }
    }

    private static async Task<IReadOnlyList<DemoAnswer>> AskAsync(
        CliContext context, IOpenMemory memory, CancellationToken cancellationToken)
    {
        DemoDisplay.Heading(context.Out, "It recalls them by description");
        var options = new RecallOptions { Top = ShownHits, Explain = true };
        var results = await memory.RecallAsync([.. Samples.Select(RecallQuery.FromText)], options, cancellationToken);
        DemoAnswer[] answers = [.. results.Select((result, place) => new DemoAnswer(Samples[place], ExpectedImage: null, result.Hits))];
        DemoDisplay.Answers(context.Out, answers, answer => context.Showcase.TryShowPictures(context.Out, answer, memory.OpenImage));
        return answers;
    }

    /// <summary>Asks what the memory does not hold; null where it was learned from too little to say so.</summary>
    private static async Task<DemoAnswer?> AskForNothingAsync(CliContext context, IOpenMemory memory, CancellationToken cancellationToken)
    {
        RecallQuery[] query = [RecallQuery.FromText(Strange)];
        var options = new RecallOptions { Top = ShownHits, Explain = true };
        if ((await memory.RecallAsync(query, options, cancellationToken))[0].MatchProbability is null)
            return null;

        DemoDisplay.Heading(context.Out, "Where nothing matches, it says so");
        var result = (await memory.RecallAsync(query, options with { MinProbability = LeastMatch }, cancellationToken))[0];
        var asked = string.Create(CultureInfo.InvariantCulture, $"{Strange} (--min-probability {LeastMatch})");
        Remarks.WriteRaw(context.Out, asked);
        MatchVerdict.Write(context.Out, result);
        return new DemoAnswer(asked, ExpectedImage: null, result.Hits) { Remark = MatchVerdict.Sentence(result) };
    }

    private static async Task<EvaluationReport> EvaluateAsync(CliContext context, IOpenMemory memory, CancellationToken cancellationToken)
    {
        DemoDisplay.Heading(context.Out, "Phrases it never saw, beside a dual encoder in the same space");
        EvaluationQuery[] queries = [.. context.Api.HeldOutEmojiQueries().Where(query => IsMemorized(memory, query.Image))];
        if (queries.Length == 0)
            throw new UsageException("no held-out phrase asks for the images that were memorized: take more with --images");

        var options = new EvaluateOptions { Queries = queries, Baseline = true };
        var summary = await EvaluationDisplay.RunAsync(context.Out, progress => memory.EvaluateAsync(options, progress, cancellationToken));
        EvaluationTable.Write(context.Out, summary);
        return summary;
    }

    private static bool IsMemorized(IOpenMemory memory, string key)
    {
        using var picture = memory.OpenImage(key);
        return picture is not null;
    }

    private static string Source(int? images) =>
        images is { } limit ? string.Create(CultureInfo.InvariantCulture, $"emoji:{limit}") : "emoji";
}
