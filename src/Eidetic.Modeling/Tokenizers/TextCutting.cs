using System.Text.RegularExpressions;

namespace Eidetic.Modeling;

/// <summary>Reads the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal static partial class TextCutting
{
    private delegate IEnumerable<string> Step(string piece, bool isFirst);

    /// <summary>The function that it describes.</summary>
    public static Func<string, bool, IReadOnlyList<string>> Read(TokenizerFields fields)
    {
        var step = ReadStep(fields);
        return (text, isFirst) => [.. step(text, isFirst).Where(piece => piece.Length > 0)];
    }

    private static Step ReadStep(TokenizerFields fields)
    {
        switch (fields.Type)
        {
            case "Sequence":
                var steps = fields.Parts("pretokenizers").Select(ReadStep).ToArray();
                return (text, isFirst) => steps.Aggregate(
                    (IEnumerable<string>)[text], (pieces, step) => pieces.SelectMany((piece, i) => step(piece, isFirst && i == 0)).Where(piece => piece.Length > 0).ToList());
            case "ByteLevel":
                return Bytes(fields.Flag("add_prefix_space", otherwise: true), fields.Flag("use_regex", otherwise: true));
            case "Digits":
                var digits = fields.Flag("individual_digits", otherwise: false) ? Digit() : DigitRun();
                return (text, _) => PieceSplit.Cut(text, digits, PieceSplitting.Isolated, isInverted: false);
            case "Split":
                var (pattern, inverted) = (fields.Pattern("pattern"), fields.Flag("invert", otherwise: false));
                var splitting = Enum.TryParse<PieceSplitting>(fields.Needed("behavior"), out var known) && Enum.IsDefined(known)
                    ? known
                    : throw fields.Unknown($"the behavior '{fields.Needed("behavior")}'");
                return (text, _) => PieceSplit.Cut(text, pattern, splitting, inverted);
            case "Whitespace":
                return (text, _) => PieceSplit.Cut(text, WordOrSigns(), PieceSplitting.Removed, isInverted: true);
            case "WhitespaceSplit":
                return (text, _) => PieceSplit.Cut(text, Space(), PieceSplitting.Removed, isInverted: false);
            case "Punctuation":
                return (text, _) => PieceSplit.Cut(text, Punctuation(), PieceSplitting.Isolated, isInverted: false);
            case "Metaspace":
                return Metaspace(fields);
            default:
                throw fields.Unknown($"the type '{fields.Type}'");
        }
    }

    private static Step Bytes(bool prefixesSpace, bool cuts) => (text, _) =>
    {
        var whole = prefixesSpace && !text.StartsWith(' ') ? " " + text : text;
        return (cuts ? PieceSplit.Cut(whole, Gpt2(), PieceSplitting.Isolated, isInverted: false) : [whole]).Select(piece => ByteLetters.Write(piece));
    };

    private static Step Metaspace(TokenizerFields fields)
    {
        var mark = fields.Text("replacement") ?? "▁";
        var scheme = fields.Text("prepend_scheme") ?? (fields.Flag("add_prefix_space", otherwise: true) ? "always" : "never");
        if (scheme is not ("always" or "first" or "never"))
        {
            throw fields.Unknown($"the prepend_scheme '{scheme}'");
        }

        var cuts = fields.Flag("split", otherwise: true);
        var pattern = new Regex(Regex.Escape(mark), RegexOptions.CultureInvariant);
        return (text, isFirst) =>
        {
            var marked = text.Replace(" ", mark, StringComparison.Ordinal);
            var whole = (scheme == "always" || scheme == "first" && isFirst) && !marked.StartsWith(mark, StringComparison.Ordinal) ? mark + marked : marked;
            return cuts ? PieceSplit.Cut(whole, pattern, PieceSplitting.MergedWithNext, isInverted: false) : [whole];
        };
    }

    // GPT-2's own (openai/gpt-2, encoder.py).
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2();

    [GeneratedRegex(@"\p{N}")]
    private static partial Regex Digit();

    [GeneratedRegex(@"\p{N}+")]
    private static partial Regex DigitRun();

    [GeneratedRegex(@"\w+|[^\w\s]+")]
    private static partial Regex WordOrSigns();

    [GeneratedRegex(@"\s")]
    private static partial Regex Space();

    [GeneratedRegex(@"[\p{P}$+<=>^`|~]")]
    private static partial Regex Punctuation();
}
