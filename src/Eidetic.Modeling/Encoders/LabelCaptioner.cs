using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Writes pseudo-captions from what the eyes take a picture for: the likeliest ImageNet classes, computed from the vector alone. It knows
/// a thousand things and no actions or scenes. Safe to use from several threads as long as the eyes live, which stay the caller's.
/// </summary>
/// <param name="eyes">The encoder whose vectors the requests carry.</param>
public sealed class LabelCaptioner(MobileNetEncoder eyes) : ICaptioner
{
    private const int ImagesInBatch = 1024;
    private const int TopLabels = 3;

    /// <summary>From this probability on the second label counts as something that is also in the picture.</summary>
    private const double AlsoThere = 0.1;

    /// <summary>From this probability on a lesser label counts as another guess.</summary>
    private const double AnotherGuess = 0.05;

    private static readonly string[] Openings = ["a photo of ", "a picture of ", "an image of "];

    private readonly MobileNetEncoder _eyes = eyes ?? throw new ArgumentNullException(nameof(eyes));

    /// <inheritdoc />
    public string Name => "imagenet-labels";

    /// <inheritdoc />
    /// <exception cref="ArgumentException">A request carries a vector of another length than the eyes'.</exception>
    public IReadOnlyList<IReadOnlyList<string>> Caption(IReadOnlyList<CaptionRequest> images, int captionsPerImage, int seed)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(captionsPerImage);
        foreach (var image in images)
        {
            if (image.Features.Length != _eyes.Dim)
                throw new ArgumentException($"Expected features [{_eyes.Dim}], got [{image.Features.Length}] for '{image.Key}'.", nameof(images));
        }

        var captions = new List<IReadOnlyList<string>>(images.Count);
        foreach (var batch in images.Chunk(ImagesInBatch))
        {
            var features = new FeatureMatrix(batch.Length, _eyes.Dim);
            for (var row = 0; row < batch.Length; row++)
                batch[row].Features.Span.CopyTo(features[row]);
            var logits = _eyes.Classify(features);
            for (var row = 0; row < batch.Length; row++)
                captions.Add([.. Write(Rank(logits[row]), Opening(batch[row].Key, seed)).Distinct(StringComparer.Ordinal).Take(captionsPerImage)]);
        }

        return captions;
    }

    private static IEnumerable<string> Write(List<(IReadOnlyList<string> Names, double Probability)> ranked, string opening)
    {
        var (names, _) = ranked[0];
        var first = ImageNetLabel.WithArticle(names[0]);
        yield return opening + first;

        var (second, share) = ranked[1];
        if (share >= AlsoThere && second[0] != names[0])
            yield return $"{first} and {ImageNetLabel.WithArticle(second[0])}";

        foreach (var synonym in names.Skip(1))
            yield return opening + ImageNetLabel.WithArticle(synonym);

        yield return names[0];
        foreach (var (others, probability) in ranked.Skip(1))
        {
            if (probability >= AnotherGuess)
                yield return opening + ImageNetLabel.WithArticle(others[0]);
        }
    }

    /// <summary>The likeliest classes with their probabilities; the background is none of them.</summary>
    private List<(IReadOnlyList<string> Names, double Probability)> Rank(ReadOnlySpan<float> logits)
    {
        var classes = logits[1..].ToArray();
        var highest = classes.Max();
        var sum = classes.Sum(logit => Math.Exp(logit - highest));
        return [.. classes.Index().OrderByDescending(entry => entry.Item).Take(TopLabels)
            .Select(entry => (ImageNetLabel.Names(_eyes.Labels[entry.Index + 1]), Math.Exp(entry.Item - highest) / sum))];
    }

    private static string Opening(string key, int seed)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}/{key}")));
        return Openings[BinaryPrimitives.ReadUInt32LittleEndian(hash) % Openings.Length];
    }
}
