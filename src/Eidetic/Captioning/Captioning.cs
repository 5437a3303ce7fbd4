using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>
/// Writes captions of images with a published multimodal language model into a file that a person can read and edit, and that
/// <see cref="MemorizeOptions.CaptionsFrom"/> takes.
/// </summary>
public static class Captioning
{
    /// <summary>Captions the images that the file has no captions of.</summary>
    /// <param name="options">Which, by what, and how.</param>
    /// <param name="progress">Receives how far it is, or null.</param>
    /// <param name="cancellationToken">Stops after the image at hand; the next run goes on from there.</param>
    /// <exception cref="ArgumentException">An option is out of range, or two contradict each other.</exception>
    /// <exception cref="EideticException">Source, model or file are not what they should be.</exception>
    public static async Task<CaptioningReport> RunAsync(
        CaptioningOptions options, IProgress<CaptioningProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var source = ImageSources.Open(options.Source);
        var device = TorchDevice.Parse(options.Device);
        // Before the model: nobody should wait for gigabytes to be read only to hear that the file is another one.
        using var log = CaptionLog.Open(options.Output, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Model))));
        using var model = OpenModel(options.Model, device);
        var captioner = new PictureCaptioner(model, HowToWrite(options), device);
        var total = 0;
        // Problems are reported when the images are read.
        await foreach (var _ in source.ReadAsync(_ => { }, cancellationToken))
        {
            total++;
        }

        var (done, images, captions, passedOver, leftOut) = (0, 0, 0, 0, 0);
        await foreach (var image in source.ReadAsync(Tell, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (log.Has(image.Key))
            {
                passedOver++;
            }
            else if (Caption(image) is { Count: > 0 } written)
            {
                log.Add(image.Key, written);
                (images, captions) = (images + 1, captions + written.Count);
            }
            else
            {
                leftOut++;
            }

            progress?.Report(new CaptioningProgress(++done, total));
        }

        return new CaptioningReport(images, captions, passedOver, leftOut);

        IReadOnlyList<string> Caption(SourceImage image)
        {
            try
            {
                var picture = PicturePreparer.Prepare(new ImageDecoder().Decode(image.ReadBytes(), image.Key), model.Preparation);
                var written = captioner.Caption(picture, unchecked((int)StableHash.Of(options.Seed, image.Key)));
                if (written.Count == 0)
                    Tell(new SourceProblem(image.Key, "The model wrote nothing about it; it was left out."));

                return written;
            }
            catch (Exception exception) when (exception is ImageDecodeException or IOException or UnauthorizedAccessException)
            {
                Tell(new SourceProblem(image.Key, $"It cannot be read and was left out: {exception.Message}"));
                return [];
            }
        }

        void Tell(SourceProblem problem) => progress?.Report(new CaptioningProgress(done, total, problem));
    }

    private static PictureCaptionOptions HowToWrite(CaptioningOptions options) => new()
    {
        Count = options.CaptionsPerImage,
        Beams = options.Beams,
        TopP = options.TopP,
        Temperature = options.Temperature,
        Prompt = options.Prompt,
    };

    private static IMultimodalModel OpenModel(string folder, torch.Device device)
    {
        using var source = ModelFolder.Open(folder);
        return source.Open(LearningPlan.Frozen, device);
    }
}
