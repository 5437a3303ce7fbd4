using Eidetic.Data;

namespace Eidetic;

/// <summary>
/// In how many images of a collection each word of its captions occurs. What people wrote counts where there is any, a captioner's words
/// elsewhere. Of a large collection a sample is read, evenly spaced; the words of other images are read when they are asked for. Read on
/// first use, for explanations only. Safe to use from several threads.
/// </summary>
/// <param name="catalog">The images.</param>
/// <param name="sample">Most images that are read for the counts.</param>
internal sealed class CaptionWordCounts(ImageCatalog catalog, int sample = CaptionWordCounts.DefaultSample)
{
    public const int DefaultSample = 20_000;

    private readonly Lazy<Counts> _counts = new(() => Count(catalog, sample));

    /// <summary>Sum over the words of the images that have them.</summary>
    public long Total => _counts.Value.Total;

    /// <summary>Number of read images that have a word.</summary>
    public int this[string word] => _counts.Value.ByWord.GetValueOrDefault(word);

    /// <summary>The words of an image, each once; function words left out.</summary>
    public IReadOnlyCollection<string> WordsOf(int image) =>
        _counts.Value.ByImage.TryGetValue(image, out var words) ? words : Distinct(catalog.Captions(image));

    private static Counts Count(ImageCatalog catalog, int sample)
    {
        var counts = new Counts([], []);
        if (catalog.Count <= sample)
        {
            foreach (var (ordinal, image) in catalog.ReadAll().Index())
            {
                counts.Add(ordinal, Distinct(image.Captions));
            }
        }
        else
        {
            for (var i = 0; i < sample; i++)
            {
                var ordinal = (int)((long)i * catalog.Count / sample);
                counts.Add(ordinal, Distinct(catalog.Captions(ordinal)));
            }
        }

        return counts;
    }

    private static string[] Distinct(IReadOnlyList<CatalogCaption> captions)
    {
        var byPeople = captions.Any(caption => !caption.IsPseudo);
        return
        [
            .. captions.Where(caption => caption.IsPseudo != byPeople)
                .SelectMany(caption => TextWord.Of(caption.Text))
                .Select(word => word.Text.ToLowerInvariant())
                .Where(word => word.Length > 1 && !FunctionWords.Contains(word))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private sealed record Counts(Dictionary<string, int> ByWord, Dictionary<int, string[]> ByImage)
    {
        public long Total { get; private set; }

        public void Add(int image, string[] words)
        {
            foreach (var word in words)
            {
                ByWord[word] = ByWord.GetValueOrDefault(word) + 1;
            }

            Total += words.Length;
            ByImage[image] = words;
        }
    }
}
