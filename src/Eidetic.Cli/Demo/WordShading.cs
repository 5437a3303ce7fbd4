using System.Globalization;

namespace Eidetic.Cli.Demo;

/// <summary>A query whose words are shaded by how far they moved a hit, each with its number.</summary>
internal static class WordShading
{
    /// <summary>This many nats, a factor of about 150, are the full shade.</summary>
    private const double FullShade = 5;

    /// <summary>Words that moved a hit by less stay plain.</summary>
    private const double Notable = 0.05;

    /// <summary>The words, or null where none was tried.</summary>
    public static Html? Draw(IReadOnlyList<DemoWord> words) =>
        words.Count == 0 ? null : new Html("p", "words").Add(words.Select(Draw));

    /// <summary>What the shades mean, or null where there are none.</summary>
    public static Html? Legend(IReadOnlyList<DemoQuery> queries) =>
        queries.All(query => query.Hits.All(hit => hit.Words.Count == 0))
            ? null
            : new Html("p", "note small").Text(
                "Shaded words: by how many nats the logarithm of the image's probability falls when the word is left out of the query; "
                + "one nat is a factor of 2.7. A minus marks words that spoke against the image.");

    private static Html Draw(DemoWord word)
    {
        if (word.Influence is not { } influence || Math.Abs(influence) < Notable)
        {
            return new Html("span").Text(word.Text);
        }

        return new Html("span", influence > 0 ? "for" : "against").Set("style", $"--share:{PageNumbers.Share(Math.Abs(influence) / FullShade)}").Add(
            new Html("span").Text(word.Text),
            new Html("span", "number").Text(influence.ToString("+0.0;\u22120.0", CultureInfo.InvariantCulture)));
    }
}
