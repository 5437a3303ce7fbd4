using Eidetic.Abstractions;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// Learns what a memory's answers are worth, by asking it with captions that were kept out of learning: each as it is, which the memory can
/// answer, and with the neighbourhood of its image removed, which it cannot (<see cref="RemovalTrials"/>). Every other caption is asked among a part of the
/// images only, so that the calibration holds for <see cref="RecallOptions.Candidates"/> too.
/// </summary>
internal sealed class Calibrator(RecallEngine engine, FeatureMatrix vectors)
{
    /// <summary>With fewer captions a calibration would be a guess.</summary>
    public const int FewestTexts = 50;

    private const int MostTexts = 300;
    private const int FewestCandidates = 50;
    private const double SmallestShare = 1.0 / 16;

    /// <summary>
    /// Fits the calibration of a generation that is being built, asked as its users will ask it: opened from its own files, before anybody
    /// sees them.
    /// </summary>
    /// <param name="writer">Has written all files but the calibration.</param>
    /// <param name="manifest">The generation's facts.</param>
    /// <param name="vectors">float32 [images, sharedDim].</param>
    /// <param name="heldOut">Captions that nothing was learned from, with their images.</param>
    /// <param name="seed">Chooses captions and parts.</param>
    /// <param name="report">Told the share that is done, 0..1.</param>
    /// <param name="cancellationToken">Stops between two queries.</param>
    /// <param name="clipTokens">Cuts texts for published ears; null for their own vocabulary or, where they have none, OpenAI's.</param>
    /// <returns>The calibration, or null where there are too few captions.</returns>
    public static AnswerCalibration? FitNext(
        MemoryWriter writer, MemoryManifest manifest, FeatureMatrix vectors, IReadOnlyList<(int Image, string Text)> heldOut, int seed, Action<double> report,
        CancellationToken cancellationToken, Func<string, int[]>? clipTokens = null)
    {
        if (heldOut.Count < FewestTexts)
        {
            return null;
        }

        var folder = Path.GetDirectoryName(writer[MemoryGeneration.ManifestFile])!;
        using var engine = RecallEngine.Open(new MemoryGeneration(folder, manifest with { Files = [] }), clipTokens);
        return new Calibrator(engine, vectors).Fit(heldOut, seed, report, cancellationToken);
    }

    /// <summary>Fits a calibration.</summary>
    /// <param name="heldOut">Captions that nothing was learned from, with their images.</param>
    /// <param name="seed">Chooses captions and parts.</param>
    /// <param name="report">Told the share that is done, 0..1.</param>
    /// <param name="cancellationToken">Stops between two queries.</param>
    /// <returns>The calibration, or null where there are too few captions.</returns>
    public AnswerCalibration? Fit(
        IReadOnlyList<(int Image, string Text)> heldOut, int seed, Action<double> report, CancellationToken cancellationToken)
    {
        if (heldOut.Count < FewestTexts)
        {
            return null;
        }

        var random = new Random(seed);
        var chosen = heldOut.ToArray();
        random.Shuffle(chosen);
        chosen = chosen[..Math.Min(MostTexts, chosen.Length)];
        var texts = engine.Answers.Embed([.. chosen.Select(c => c.Text)]);
        var trials = new RemovalTrials(engine, vectors, engine.Defaults.Width(asked: null, AnswerCalibration.Depth));
        var examples = new List<CalibrationExample>(2 * chosen.Length);
        for (var i = 0; i < chosen.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (image, text) = chosen[i];
            var query = new RemovalQuery(text, texts[i].ToArray(), image, i % 2 == 0 ? All() : Part(image, random));
            examples.Add(new CalibrationExample(trials.AsItIs(query, cancellationToken), image));
            examples.Add(new CalibrationExample(trials.WithoutNeighbourhood(query, cancellationToken), Image: null));
            report((i + 1) / (double)chosen.Length);
        }

        return AnswerCalibration.Fit(examples);
    }

    private int[] All() => [.. Enumerable.Range(0, vectors.Rows)];

    // Shares are spread evenly by their logarithm: half the collection and a tenth of it are as likely.
    private int[] Part(int image, Random random)
    {
        var share = Math.Pow(SmallestShare, random.NextDouble());
        var size = Math.Clamp((int)(share * vectors.Rows), Math.Min(FewestCandidates, vectors.Rows), vectors.Rows);
        var images = All();
        random.Shuffle(images);
        var part = images[..size];
        if (!part.Contains(image))
        {
            part[0] = image;
        }

        return part;
    }
}
