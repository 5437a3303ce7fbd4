using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>models list|inspect|pull</c>: published models, what a folder holds of one, and fetching them.</summary>
internal static class ModelsCommand
{
    public static Command Create(CliContext context) => new("models", "List, inspect and fetch published models.")
    {
        List(context), Inspect(context), Pull(context),
    };

    private static Command List(CliContext context)
    {
        var command = new Command("list", "List the published models that are known by name.");
        command.SetAction(_ =>
        {
            ModelsList.Write(context.Out, PublishedModels.All);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Inspect(CliContext context)
    {
        var folder = new Argument<string>("FOLDER") { Description = "the folder of a model, whole or not" };
        var command = new Command("inspect", "Tell what a folder holds of a model, and what is missing.") { folder };
        command.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(folder);
            if (string.IsNullOrWhiteSpace(path))
                throw new UsageException("FOLDER is empty: name the folder of a model");

            var found = context.Api.InspectModel(path);
            InspectionList.Write(context.Out, found);
            return found.Missing.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static Command Pull(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = $"one of {PublishedModels.Names}" };
        var output = ValueOption.PathName("--output", "DIR", "the folder to put it in (default: one of the model's name)");
        var mirror = ValueOption.Checked("--mirror", "URL", "a server with the Hugging Face hub's layout", ParseMirror);
        mirror.DefaultValueFactory = _ => ModelPullOptions.Hub;
        var revision = ValueOption.PathName("--revision", "REV", "branch, tag or commit (default: main)");
        var command = new Command("pull", "Fetch a model; a stopped run goes on where it stopped. HF_TOKEN opens protected ones.")
        {
            name, output, mirror, revision,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var model = PublishedModels.Find(parse.GetRequiredValue(name))
                ?? throw new UsageException($"there is no model '{parse.GetRequiredValue(name)}': expected one of {PublishedModels.Names}");
            return PullAsync(
                context,
                new ModelPullOptions
                {
                    Name = model.Name,
                    Output = parse.GetValue(output) ?? model.Name,
                    Mirror = parse.GetRequiredValue(mirror),
                    Revision = parse.GetValue(revision) ?? "main",
                    Token = Environment.GetEnvironmentVariable("HF_TOKEN"),
                },
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> PullAsync(CliContext context, ModelPullOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var report = await context.Api.PullModelAsync(options, new PullProgress(context.Out, context.Time), cancellationToken);
            Remarks.WriteRaw(
                context.Out,
                $"{options.Name} is in {report.Folder}: {Display.Count(report.Files.Count, "file")}, {Display.Size(report.SizeInBytes)}, of which {Display.Size(report.FetchedInBytes)} fetched now");
            return ExitCodes.Done;
        }
        catch (OperationCanceledException interruption) when (cancellationToken.IsCancellationRequested)
        {
            throw new InterruptedException("run the same command again to go on", interruption);
        }
    }

    private static Uri ParseMirror(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http")
        ? address
        : throw new UsageException($"--mirror must be an address that begins with https://, got '{text}'");
}
