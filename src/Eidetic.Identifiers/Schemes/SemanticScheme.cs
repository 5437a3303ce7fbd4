using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// GRACE's semantic identifiers (§3.2): an image is named by each of its first captions, a token a word, closed by <c>&lt;end&gt;</c>.
/// Where images share a caption, each of them gets a token before the end that tells them apart (<c>#1</c>, <c>#2</c>… in the order of
/// keys). An image without a usable caption is named by the last words of its key without the file's extension (or by <c>&lt;image&gt;</c>,
/// where the key has none), told apart likewise. Deviation: words of the collection instead of a language model's subwords.
/// </summary>
internal sealed class SemanticScheme(IdentifierSchemeOptions options) : KeyOrderedScheme
{
    public const string SchemeName = "semantic";

    private const string Wordless = "<image>";

    public override string Name => SchemeName;

    protected override IdentifierAssignment AssignOrdered(IdentifierRequest request, CancellationToken cancellationToken)
    {
        var sequences = new List<(int Image, IReadOnlyList<string> Words, string Joined)>();
        for (var image = 0; image < request.Keys.Count; image++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var words in SequencesOf(request.Keys[image], request.Captions[image]))
            {
                sequences.Add((image, words, Join(words)));
            }
        }

        var shared = sequences.CountBy(sequence => sequence.Joined, StringComparer.Ordinal)
            .Where(count => count.Value > 1).ToDictionary(count => count.Key, _ => 0, StringComparer.Ordinal);
        var identifiers = new List<(int, IReadOnlyList<string>)>(sequences.Count);
        foreach (var (image, words, joined) in sequences)
        {
            if (!shared.TryGetValue(joined, out var earlier))
            {
                identifiers.Add((image, [.. words, TokenTable.End]));
                continue;
            }

            shared[joined] = earlier + 1;
            identifiers.Add((image, [.. words, string.Create(CultureInfo.InvariantCulture, $"#{earlier + 1}"), TokenTable.End]));
        }

        return TokenTable.ToAssignment(identifiers);
    }

    private List<IReadOnlyList<string>> SequencesOf(string key, IReadOnlyList<string> captions)
    {
        var sequences = new List<IReadOnlyList<string>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var caption in captions)
        {
            List<string> words = [.. CaptionWords.Split(caption).Take(options.MaxWords)];
            if (words.Count > 0 && seen.Add(Join(words)))
                sequences.Add(words);

            if (sequences.Count == options.CaptionsPerImage)
                break;
        }

        if (sequences.Count == 0)
        {
            List<string> words = [.. CaptionWords.Split(WithoutExtension(key)).TakeLast(options.MaxWords)];
            sequences.Add(words.Count > 0 ? words : [Wordless]);
        }

        return sequences;
    }

    // Words hold no spaces, so the joined text is one to one with the words.
    private static string Join(IReadOnlyList<string> words) => string.Join(' ', words);

    private static string WithoutExtension(string key)
    {
        var dot = key.LastIndexOf('.');
        return dot > key.LastIndexOf('/') + 1 ? key[..dot] : key;
    }
}
