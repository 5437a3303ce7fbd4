namespace Eidetic;

/// <summary>
/// Chooses the captions that are kept out of learning, so that learning can be judged on what it will be asked. Where many images have no
/// captions, whole images lose theirs (their queries are then about images nobody captioned); elsewhere single captions are taken from
/// images that have others.
/// </summary>
internal static class HeldOutSelection
{
    /// <summary>Share of images without captions from which on queries are expected to be about such images too.</summary>
    public const double ManyUncaptioned = 0.1;

    private const int FewestCaptionedImages = 50;
    private const int MostWholeImages = 200;
    private const int MostSingleCaptions = 400;
    private const int CaptionsToSpare = 3;

    /// <summary>Which captions to keep out.</summary>
    /// <param name="captions">For each image its captions.</param>
    /// <param name="seed">Chooses.</param>
    /// <returns>Pairs of image and caption index.</returns>
    public static HashSet<(int Image, int Caption)> Choose(IReadOnlyList<IReadOnlyList<string>> captions, int seed)
    {
        var captioned = Enumerable.Range(0, captions.Count).Where(i => captions[i].Count > 0).ToArray();
        if (captioned.Length < FewestCaptionedImages)
        {
            return [];
        }

        var random = new Random(seed);
        if (captioned.Length <= (1 - ManyUncaptioned) * captions.Count)
        {
            random.Shuffle(captioned);
            return [.. captioned.Take(Math.Min(MostWholeImages, captioned.Length / 20))
                .SelectMany(i => Enumerable.Range(0, captions[i].Count).Select(c => (i, c)))];
        }

        var rich = captioned.Where(i => captions[i].Count >= CaptionsToSpare).ToArray();
        random.Shuffle(rich);
        return [.. rich.Take(Math.Min(MostSingleCaptions, rich.Length / 5)).Select(i => (i, random.Next(captions[i].Count)))];
    }
}
