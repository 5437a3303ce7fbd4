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
            foreach (var words in SequencesOf(request.Keys[image], request.Captions[image], request.CutText))
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
            var rank = string.Create(CultureInfo.InvariantCulture, $"#{earlier + 1}");
            identifiers.Add((image, [.. words, .. request.CutText?.Invoke(rank) ?? [rank], TokenTable.End]));
        }

        return TokenTable.ToAssignment(identifiers);
    }

    private List<IReadOnlyList<string>> SequencesOf(string key, IReadOnlyList<string> captions, Func<string, IReadOnlyList<string>>? cut)
    {
        var sequences = new List<IReadOnlyList<string>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var caption in captions)
        {
            var words = Cut([.. CaptionWords.Split(caption).Take(options.MaxWords)], cut);
            if (words.Count > 0 && seen.Add(Join(words)))
                sequences.Add(words);

            if (sequences.Count == options.CaptionsPerImage)
                break;
        }

        if (sequences.Count == 0)
        {
            var words = Cut([.. CaptionWords.Split(WithoutExtension(key)).TakeLast(options.MaxWords)], cut);
            sequences.Add(words.Count > 0 ? words : cut?.Invoke(Wordless[1..^1]) ?? [Wordless]);
        }

        return sequences;
    }

    private static IReadOnlyList<string> Cut(IReadOnlyList<string> words, Func<string, IReadOnlyList<string>>? cut) =>
        words.Count == 0 || cut is null ? words : cut(string.Join(' ', words));

    // Neither words nor names of tokens hold the separator, so the joined text is one to one with them.
    private static string Join(IReadOnlyList<string> words) => string.Join('\0', words);

    private static string WithoutExtension(string key)
    {
        var dot = key.LastIndexOf('.');
        return dot > key.LastIndexOf('/') + 1 ? key[..dot] : key;
    }
}
