using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

/// <summary>Requests for tests, and an independent judge of assignments.</summary>
internal static class SchemeRequests
{
    /// <summary>A request of images <c>00000.jpg</c>… with clustered vectors and two captions each.</summary>
    public static IdentifierRequest Images(int count, int dim = 24, int seed = 1) =>
        Of(TestVectors.Blobs(count, dim, blobs: Math.Max(1, count / 12), spread: 0.6, seed), seed);

    /// <summary>A request of given vectors, with two captions each.</summary>
    public static IdentifierRequest Of(FeatureMatrix vectors, int seed = 1) => new()
    {
        Keys = [.. Enumerable.Range(0, vectors.Rows).Select(Key)],
        Vectors = vectors,
        Captions = [.. Enumerable.Range(0, vectors.Rows).Select(image => (IReadOnlyList<string>)[$"a dog number {image % 7}", $"picture {image}"])],
        Seed = seed,
    };

    /// <summary>A request of given captions.</summary>
    public static IdentifierRequest OfCaptions(params string[][] captions) => Of(TestVectors.Random(captions.Length, dim: 4)) with { Captions = captions };

    /// <summary>The identifiers of an image, as names.</summary>
    public static IReadOnlyList<string> NamesOf(this IdentifierAssignment assignment, int image) =>
        [.. assignment.Identifiers.Where(identifier => identifier.Image == image)
            .Select(identifier => string.Join(' ', identifier.Tokens.Select(token => assignment.Vocabulary.Names[token])))];

    /// <summary>Everything an assignment decides, to compare.</summary>
    public static IReadOnlyList<string> ToText(this IdentifierAssignment assignment) =>
        [.. assignment.Vocabulary.Names, .. assignment.Identifiers.Select(identifier => $"{identifier.Image}: {string.Join(' ', identifier.Tokens)}"),
            string.Join(' ', assignment.TokenVectors?.Values.Select(BitConverter.SingleToInt32Bits) ?? [])];

    /// <summary>Checks what every assignment promises.</summary>
    public static void ShouldName(this IdentifierAssignment assignment, int images)
    {
        assignment.Identifiers.Select(identifier => identifier.Image).Distinct().Should().Equal(Enumerable.Range(0, images));
        assignment.Identifiers.Should().OnlyContain(identifier =>
            identifier.Tokens.Count > 0 && identifier.Tokens.All(token => token >= 0 && token < assignment.Vocabulary.Count));
        if (assignment.TokenVectors is { } vectors)
            vectors.Rows.Should().Be(assignment.Vocabulary.Count);

        ShouldBePrefixFree(assignment.Identifiers.Select(identifier => identifier.Tokens));
    }

    /// <summary>Sorted, a sequence that begins another stands right before one that it begins.</summary>
    public static void ShouldBePrefixFree(IEnumerable<IReadOnlyList<int>> identifiers)
    {
        var texts = identifiers.Select(tokens => string.Concat(tokens.Select(token => $"{token:D9};"))).Order(StringComparer.Ordinal).ToList();
        for (var next = 1; next < texts.Count; next++)
        {
            texts[next].StartsWith(texts[next - 1], StringComparison.Ordinal).Should().BeFalse("'{0}' begins '{1}'", texts[next - 1], texts[next]);
        }
    }

    private static string Key(int image) => string.Create(CultureInfo.InvariantCulture, $"{image:D5}.jpg");
}
