using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Training;

namespace Eidetic;

/// <summary>The texts of a collection, sorted into those learned from, those written by a model, and those held out.</summary>
/// <param name="Captions">For each image the captions and pseudo-captions learned from, with their origin.</param>
/// <param name="Set">The same as vectors.</param>
/// <param name="HeldOut">The texts held out, in the order of the set's.</param>
internal sealed record LearningMaterial(IReadOnlyList<IReadOnlyList<CatalogCaption>> Captions, LearningSet Set, IReadOnlyList<string> HeldOut)
{
    private const int PseudoCaptionsPerImage = 4;

    /// <summary>The texts learned from, in the order of the set's.</summary>
    public IReadOnlyList<string> Texts { get; } = [.. Captions.SelectMany(list => list.Select(caption => caption.Text))];

    /// <summary>Captions that people wrote, without those held out.</summary>
    public int Written => Captions.Sum(c => c.Count(t => !t.IsPseudo));

    /// <summary>Captions that a model wrote.</summary>
    public int Pseudo => Captions.Sum(c => c.Count(t => t.IsPseudo));

    /// <summary>Share of images that have pseudo-captions only, 0..1.</summary>
    public double Uncaptioned => Captions.Count(c => c.All(t => t.IsPseudo)) / (double)Captions.Count;

    /// <summary>Holds captions out where that is wanted, writes pseudo-captions where none are left, and encodes all unless there is no bank.</summary>
    public static LearningMaterial Prepare(
        Collection collection, ICaptioner captioner, TextBank? bank, bool holdsOut, int seed, PhaseReporter reporter, CancellationToken cancellationToken)
    {
        HashSet<(int Image, int Caption)> heldOut = holdsOut ? HeldOutSelection.Choose(collection.Captions, seed) : [];
        var captions = collection.Captions.Select((list, image) => (IReadOnlyList<CatalogCaption>)[.. list
            .Where((_, caption) => !heldOut.Contains((image, caption))).Select(text => new CatalogCaption(text))]).ToArray();
        WritePseudoCaptions(captions, collection, captioner, seed, reporter);
        var texts = captions.SelectMany((list, image) => list.Select(caption => (Image: image, Caption: caption))).ToArray();
        var kept = heldOut.Order().Select(h => (h.Image, Text: collection.Captions[h.Image][h.Caption])).ToArray();
        var vectors = bank?.Encode(
            [.. texts.Select(t => t.Caption.Text), .. kept.Select(k => k.Text)],
            done => reporter.Tell(MemorizePhase.Captioning, Math.Min(1, done / (double)(texts.Length + kept.Length)), $"{done} texts"),
            cancellationToken);
        return new LearningMaterial(captions, new LearningSet
        {
            ImageFeatures = collection.Features,
            TextFeatures = texts.Length == 0 ? null : vectors?.Slice(0, texts.Length),
            TextImages = [.. texts.Select(t => t.Image)],
            IsPseudo = [.. texts.Select(t => t.Caption.IsPseudo)],
            HeldOut = kept.Length == 0 || vectors is null ? HeldOutTexts.None : new HeldOutTexts(vectors.Slice(texts.Length, kept.Length), [.. kept.Select(k => k.Image)]),
        }, [.. kept.Select(k => k.Text)]);
    }

    /// <summary>Gives images that nobody captioned what a captioner writes of them.</summary>
    /// <param name="captions">For each image its captions; receives the pseudo-captions.</param>
    /// <param name="collection">The images.</param>
    /// <param name="captioner">Writes.</param>
    /// <param name="seed">Chooses among equally good captions.</param>
    /// <param name="reporter">Told of it.</param>
    public static void WritePseudoCaptions(
        IReadOnlyList<CatalogCaption>[] captions, Collection collection, ICaptioner captioner, int seed, PhaseReporter reporter)
    {
        var silent = Enumerable.Range(0, captions.Length).Where(i => captions[i].Count == 0).ToArray();
        if (silent.Length == 0)
        {
            return;
        }

        var requests = silent.Select(i => new CaptionRequest
        {
            Key = collection.Keys[i],
            Features = collection.Features[i].ToArray(),
            LoadPixels = () => Decode(collection.Images[i].Source),
        }).ToArray();
        var written = captioner.Caption(requests, PseudoCaptionsPerImage, seed);
        for (var i = 0; i < silent.Length; i++)
        {
            captions[silent[i]] = [.. written[i].Select(text => new CatalogCaption(text, CatalogCaption.PseudoOrigin(captioner.Name)))];
        }

        reporter.Tell(MemorizePhase.Captioning, 0, $"{silent.Length} pictures without captions described by {captioner.Name}");
    }

    private static RgbImage Decode(SourceImage source) => new ImageDecoder().Decode(source.ReadBytes(), source.Key);
}
