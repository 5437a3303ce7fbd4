using System.CommandLine;
using Eidetic.Abstractions;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>caption SOURCE --model FOLDER --output FILE</c>: writes captions for <c>memorize --captions-from</c>.</summary>
internal static class CaptionCommand
{
    private const int UsualBeams = 4;

    public static Command Create(CliContext context)
    {
        var source = new Argument<string>("SOURCE") { Description = "the images, named as for memorize" };
        var model = Needed("--model", "FOLDER", "the folder of a published model, see 'eidetic models list'");
        var output = Needed("--output", "FILE", "the captions, JSON lines; a file that is there is gone on with");
        var count = ValueOption.WholeNumber("--captions-per-image", "how many captions of each image (default: 1)", minimum: 1);
        var beams = ValueOption.WholeNumber("--beams", $"write the likeliest captions, following so many (default: {UsualBeams})", minimum: 1);
        var topP = ValueOption.Number("--top-p", "P", "write varied captions, drawn from this share of the probability", number => number is > 0 and <= 1, "above 0 and up to 1");
        var temperature = ValueOption.Number("--temperature", "T", "below 1 for less variety, above 1 for more (default: 1)", number => number > 0, "above 0");
        var seed = ValueOption.WholeNumber("--seed", "same seed, same captions (default: 1)");
        var prompt = ValueOption.PathName("--prompt", "TEXT", "what the model is asked; <image> says where the picture goes");
        var device = ValueOption.Checked("--device", "cpu|cuda[:N]", "where to compute", DeviceName.Parse);
        device.DefaultValueFactory = _ => "cpu";
        var command = new Command("caption", "Write captions of images with a published model, to read, to edit and to memorize.")
        {
            source, model, output, count, beams, topP, temperature, seed, prompt, device,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var perImage = parse.GetValue(count) ?? 1;
            var isDrawn = parse.GetValue(topP) is not null || parse.GetValue(temperature) is not null;
            if (isDrawn && parse.GetValue(beams) is not null)
                throw new UsageException("--beams cannot be combined with --top-p or --temperature: write the likeliest captions or draw them");

            if (parse.GetValue(beams) is { } given && given < perImage)
                throw new UsageException($"--beams must be at least --captions-per-image, got --beams {given} and --captions-per-image {perImage}");

            return RunAsync(
                context,
                new CaptioningOptions
                {
                    Source = parse.GetRequiredValue(source),
                    Model = parse.GetRequiredValue(model),
                    Output = parse.GetRequiredValue(output),
                    CaptionsPerImage = perImage,
                    Beams = isDrawn ? null : parse.GetValue(beams) ?? Math.Max(UsualBeams, perImage),
                    TopP = parse.GetValue(topP) ?? 0.9,
                    Temperature = parse.GetValue(temperature) ?? 1,
                    Seed = parse.GetValue(seed) ?? 1,
                    Prompt = parse.GetValue(prompt),
                    Device = parse.GetRequiredValue(device),
                },
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, CaptioningOptions options, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Source))
            throw new UsageException("SOURCE is empty: name the images as for memorize");
        if (!Directory.Exists(options.Model))
            throw new SourceException($"--model: there is no folder '{options.Model}'", options.Model);
        if (Path.GetExtension(options.Output).ToUpperInvariant() is not (".JSONL" or ".NDJSON"))
            throw new UsageException($"--output must end with .jsonl, as --captions-from expects it, got '{options.Output}'");

        try
        {
            var report = await context.Api.CaptionAsync(options, new CaptionProgress(context.Out, context.Time), cancellationToken);
            Remarks.WriteRaw(
                context.Out,
                $"{options.Output}: {Display.Count(report.Captions, "caption")} of {Display.Count(report.Images, "image")} written; {Display.Count(report.PassedOver)} had theirs, {Display.Count(report.LeftOut)} were left out");
            return ExitCodes.Done;
        }
        catch (OperationCanceledException interruption) when (cancellationToken.IsCancellationRequested)
        {
            throw new InterruptedException("run the same command again to go on", interruption);
        }
    }

    private static Option<string> Needed(string name, string valueName, string description)
    {
        var option = ValueOption.Checked(name, valueName, description, text => string.IsNullOrWhiteSpace(text)
            ? throw new UsageException($"{name} must name a {valueName.ToLowerInvariant()}, got an empty text")
            : text);
        option.Required = true;
        return option;
    }
}
