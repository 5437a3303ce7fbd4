using System.CommandLine;
using Eidetic.Abstractions;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>memorize SOURCE --memory DIR</c>: builds a memory.</summary>
internal static class MemorizeCommand
{
    private static readonly string[] Schemes = ["residual", "string", "numeric", "semantic", "structured", "atomic"];

    public static Command Create(CliContext context)
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "a folder, emoji (shipped), flickr:DIR, karpathy:FILE[:IMAGES], coco:ANNOTATIONS:IMAGES, jsonl:FILE or csv:FILE",
        };
        var memory = ValueOption.Memory("the folder to write the memory to");
        var model = ValueOption.Checked("--model", "compact|FOLDER", "compact, or the folder of a checkpoint", ParseModel);
        model.DefaultValueFactory = _ => "compact";
        var eyes = ValueOption.PathName("--eyes", "FOLDER", "eyes of a CLIP or SigLIP in place of those that ship; with --model FOLDER, images are named by their vectors");
        var ears = ValueOption.PathName("--ears", "FOLDER", "ears of a CLIP or SigLIP in place of those that ship");
        var recipe = ValueOption.PathName("--recipe", "FILE", "how a checkpoint learns and is measured, as in configs/; only with --model FOLDER");
        var lora = ValueOption.WholeNumber("--lora", "learn adapters of this rank beside a checkpoint that stays as it is; only with --model FOLDER", minimum: 1);
        var loraAlpha = ValueOption.Number("--lora-alpha", "A", "scale of the adapters (default: twice their rank)", number => number > 0, "above 0");
        var loraProjections = ValueOption.PathName("--lora-projections", "NAMES", "projections that get adapters, as q_proj,v_proj (default: all)");
        var identifiers = ValueOption.OneOf("--identifiers", "SCHEME", $"how images are named: {string.Join(", ", Schemes)}", Schemes);
        var captionsFrom = ValueOption.PathName("--captions-from", "FILE", "captions to learn beside those of the source");
        var timeBudget = ValueOption.Checked("--time-budget", "HH:MM:SS", "how long learning may take", TimeBudget.Parse);
        var epochs = ValueOption.WholeNumber("--epochs", "passes over the collection", minimum: 1);
        var seed = ValueOption.WholeNumber("--seed", "same seed, same memory (default: 1)");
        var device = ValueOption.Checked("--device", "cpu|cuda[:N]", "where to compute", DeviceName.Parse);
        device.DefaultValueFactory = _ => "cpu";
        var resume = ValueOption.Switch("--resume", "continue an interrupted run");
        var sequential = ValueOption.Switch("--sequential", "learn the images first and the queries afterwards, not both together");
        var learning = new CompactLearningOptions();
        var command = new Command("memorize", "Learn a collection of images into a memory.")
        {
            source, memory, model, eyes, ears, recipe, lora, loraAlpha, loraProjections, identifiers, captionsFrom, timeBudget, epochs, seed, device, resume, sequential,
        };
        learning.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(
            context,
            new MemorizeOptions
            {
                Source = parse.GetRequiredValue(source),
                Memory = parse.GetRequiredValue(memory),
                Model = parse.GetRequiredValue(model),
                Eyes = parse.GetValue(eyes),
                Ears = parse.GetValue(ears),
                Recipe = parse.GetValue(recipe),
                LoraRank = parse.GetValue(lora),
                LoraAlpha = parse.GetValue(loraAlpha),
                LoraProjections = parse.GetValue(loraProjections)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Identifiers = parse.GetRequiredValue(identifiers),
                CaptionsFrom = parse.GetValue(captionsFrom),
                TimeBudget = parse.GetValue(timeBudget),
                Epochs = parse.GetValue(epochs),
                Seed = parse.GetValue(seed) ?? 1,
                Device = parse.GetRequiredValue(device),
                Resume = parse.GetValue(resume),
                Sequential = parse.GetValue(sequential),
                Learning = learning.Read(parse),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, MemorizeOptions options, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Source))
            throw new UsageException("SOURCE is empty: name a folder, emoji, flickr:DIR, karpathy:FILE[:IMAGES], coco:ANNOTATIONS:IMAGES, jsonl:FILE or csv:FILE");

        MemoryFolder.RequireFolder(options.Memory);
        if (options.CaptionsFrom is { } captions && !File.Exists(captions))
            throw new SourceException($"--captions-from: there is no file '{captions}'", captions);

        try
        {
            var report = await MemorizeDisplay.RunAsync(
                context.Out, context.Time, progress => context.Api.MemorizeAsync(options, progress, cancellationToken));
            MemorizeSummary.Write(context.Out, report);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException interruption) when (cancellationToken.IsCancellationRequested)
        {
            throw new InterruptedException("continue with --resume", interruption);
        }
    }

    private static string ParseModel(string text) => text == "compact" || Directory.Exists(text)
        ? text
        : throw new UsageException($"--model must be compact or the folder of a checkpoint, got '{text}'");
}
