using System.CommandLine;
using Eidetic.Abstractions;
using Eidetic.Cli.Api;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;
using Eidetic.Evaluation;
using Eidetic.Retrieval;

namespace Eidetic.Cli.Commands;

/// <summary><c>recall [QUERY] --memory DIR</c>: answers one query, or many in one batch.</summary>
internal static class RecallCommand
{
    private static readonly RecallOptions Defaults = new();

    public static Command Create(CliContext context)
    {
        var query = new Argument<string?>("QUERY")
        {
            Description = "a description of the image",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var image = ValueOption.PathName("--image", "FILE", "ask with a picture, alone or beside the QUERY");
        var queries = ValueOption.PathName("--queries", "FILE", "ask many: JSON lines {\"query\": \"…\"} or one query a line");
        var memory = ValueOption.Memory("the memory to ask");
        var top = ValueOption.WholeNumber("--top", "how many images to name (default: 10)", minimum: 1);
        var beams = ValueOption.WholeNumber("--beams", "width of the search, at least --top (default: the memory's own, usually 20)", minimum: 1);
        var minProbability = ValueOption.Number(
            "--min-probability", "P", "answer only where the memory holds a match with this probability, 0 to 1; else say that nothing matches",
            probability => probability is >= 0 and <= 1, "from 0 to 1");
        var rerank = RerankOption.Create();
        var explain = ValueOption.Switch("--explain", "show the path to every image, what came second, and the words that mattered");
        var html = ValueOption.PathName("--html", "FILE", "write a page that explains the answers; it needs nothing beside it");
        var json = ValueOption.Switch("--json", "print JSON, one object a query");
        var filter = new FilterOptions();
        var keys = ValueOption.PathName("--keys", "FILE", "keys of the only images that may be named, one a line");
        var command = new Command("recall", "Find images by describing them.")
        {
            query, image, queries, memory, top, beams, minProbability, rerank, explain, html, json, keys,
        };
        filter.AddTo(command);
        var shaping = new ShapingOptions();
        shaping.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var questions = Questions.From(parse.GetValue(query), parse.GetValue(image), parse.GetValue(queries));
            var options = ResolveOptions(parse.GetValue(top), parse.GetValue(beams)) with
            {
                Explain = parse.GetValue(explain),
                MinProbability = ResolveMinProbability(parse.GetValue(minProbability), parse.GetValue(image), parse.GetValue(beams)),
                Rerank = parse.GetValue(rerank),
                Shaping = shaping.Read(parse),
                Filter = filter.Read(parse),
                Candidates = parse.GetValue(keys) is { } listed ? CandidateFile.Read(listed) : null,
            };
            var page = parse.GetValue(html) is { } file ? new AnswerPage(file, parse.Tokens.Select(token => token.Value)) : null;
            return RunAsync(context, questions, parse.GetRequiredValue(memory), options, page, parse.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context,
        Questions questions,
        string folder,
        RecallOptions options,
        AnswerPage? page,
        bool asJson,
        CancellationToken cancellationToken)
    {
        MemoryFolder.RequireExisting(folder);
        var queries = questions.Read(context.Api);
        await using var memory = await context.Api.OpenAsync(folder, cancellationToken);
        var results = await memory.RecallAsync(queries, options with { Explain = options.Explain || page is not null }, cancellationToken);
        if (asJson)
            RecallJson.Write(context.Out, results, questions.ImageFile);
        else if (FilterRemarks.IsNothingLeft(results))
            Remarks.WriteRaw(context.Out, FilterRemarks.WhyNothing(results));
        else
            RecallTable.Write(context.Out, results, questions.ImageFile, options.Explain);

        page?.Write(results, questions.ImageFile, memory, folder);
        FilterRemarks.Write(context.Error, results, options.Top, asJson);
        QueryRemarks.Write(context.Error, results);
        return ExitCodes.Done;
    }

    /// <summary>How likely a match is can be told of words, and of a beam that finds enough hits to judge by.</summary>
    private static double? ResolveMinProbability(double? least, string? image, int? beams)
    {
        if (least is not null && image is not null)
            throw new UsageException("--min-probability judges descriptions in words, got --image too: leave one of the two out");

        return least is not null && beams < AnswerCalibration.Depth
            ? throw new UsageException($"--beams must be at least {AnswerCalibration.Depth} with --min-probability, got {beams}")
            : least;
    }

    /// <summary>The answer is no longer than the beam is wide; a width that is not given is the memory's to choose.</summary>
    private static RecallOptions ResolveOptions(int? top, int? beams)
    {
        if (top > beams)
            throw new UsageException($"--beams must be at least --top, got --beams {beams} and --top {top}");

        return new RecallOptions
        {
            Top = top ?? Math.Min(Defaults.Top, beams ?? Defaults.Top),
            Beams = beams,
        };
    }
}
