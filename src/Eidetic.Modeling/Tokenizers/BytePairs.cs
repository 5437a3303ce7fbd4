using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Eidetic.Modeling;

/// <summary>
/// Cuts pieces of text into the tokens of a vocabulary by byte pair encoding (Sennrich et al., arXiv 1508.07909), with
/// Microsoft.ML.Tokenizers for the merges. It adds what published files ask for beside them: characters outside the BMP, which that library
/// would tear apart, pieces that are tokens as they are, and characters that the vocabulary lacks. Immutable; safe to use from several threads.
/// </summary>
internal sealed partial class BytePairs : IPieceTokens
{
    private const char FirstStandIn = '\uE000';   // a private use area: stands for what that library would misread
    private const char LastStandIn = '\uF8FF';
    private readonly Dictionary<string, int> _vocabulary;
    private readonly BytePairOptions _options;
    private readonly Dictionary<int, char> _standIns = [];
    private readonly int[]? _byteTokens;
    private readonly BpeTokenizer _merging;

    /// <summary>Prepares a vocabulary.</summary>
    /// <param name="vocabulary">Tokens by name.</param>
    /// <param name="merges">Pairs, the first to be merged first.</param>
    /// <param name="options">What the file asks for beside.</param>
    /// <exception cref="ArgumentException">A merge makes no token, or the options name tokens that are not there.</exception>
    public BytePairs(IEnumerable<KeyValuePair<string, int>> vocabulary, IEnumerable<(string First, string Second)> merges, BytePairOptions options)
    {
        (_vocabulary, _options) = (new Dictionary<string, int>(vocabulary, StringComparer.Ordinal), options);
        if (options.UnknownToken is { } unknown && !_vocabulary.ContainsKey(unknown))
        {
            throw new ArgumentException($"expected the unknown token '{unknown}' in the vocabulary");
        }

        _byteTokens = options.HasByteFallback ? ByteTokens() : null;
        foreach (var rune in _vocabulary.Keys.SelectMany(name => name.EnumerateRunes()).Where(NeedsStandIn).Select(rune => rune.Value).Distinct().Order())
        {
            _standIns.Add(rune, FirstStandIn + _standIns.Count <= LastStandIn
                ? (char)(FirstStandIn + _standIns.Count)
                : throw new ArgumentException($"expected at most {LastStandIn - FirstStandIn + 1} characters outside the basic plane in the vocabulary"));
        }

        var pairs = merges.ToList();
        foreach (var (first, second) in pairs)
        {
            if (!_vocabulary.ContainsKey(first) || !_vocabulary.ContainsKey(second) || !_vocabulary.ContainsKey(first + second))
            {
                throw new ArgumentException($"expected the merge '{first} {second}' to join two tokens to a third of the vocabulary");
            }
        }

        _merging = BpeTokenizer.Create(new BpeOptions(_vocabulary.Select(entry => KeyValuePair.Create(StandIn(entry.Key), entry.Value)))
        {
            Merges = pairs.Select(pair => $"{StandIn(pair.First)} {StandIn(pair.Second)}"),
            EndOfWordSuffix = options.EndOfWordSuffix,
            PreTokenizer = new RegexPreTokenizer(Everything(), null),   // without one it would cut at words of its own
        });
    }

    /// <inheritdoc />
    public int? Unknown => _options.UnknownToken is { } name ? _vocabulary[name] : null;

    /// <inheritdoc />
    public void Encode(string piece, List<int> tokens)
    {
        if (_options.PrefersWhole && _vocabulary.TryGetValue(piece, out var whole))
        {
            tokens.Add(whole);
            return;
        }

        var known = new StringBuilder(piece.Length);
        var lastIsUnknown = false;
        foreach (var rune in piece.EnumerateRunes())
        {
            if (IsKnown(rune))
            {
                known.Append(NeedsStandIn(rune) ? _standIns[rune.Value] : (char)rune.Value);
                lastIsUnknown = false;
                continue;
            }

            Merge(known, tokens);
            if (_byteTokens is { } byteTokens)
            {
                tokens.AddRange(Encoding.UTF8.GetBytes(rune.ToString()).Select(value => byteTokens[value]));
            }
            else if (_options.UnknownToken is { } unknown && !(lastIsUnknown && _options.FusesUnknown))
            {
                tokens.Add(_vocabulary[unknown]);
            }

            lastIsUnknown = true;
        }

        Merge(known, tokens);
    }

    private void Merge(StringBuilder known, List<int> tokens)
    {
        if (known.Length > 0)
        {
            tokens.AddRange(_merging.EncodeToIds(known.ToString(), considerPreTokenization: true, considerNormalization: false));
            known.Clear();
        }
    }

    // The letter that ends a word has the suffix, so both forms count; a character of the private use area could be a stand-in and counts as unknown.
    private bool IsKnown(Rune rune)
    {
        var name = rune.ToString();
        return rune.Value is not (>= FirstStandIn and <= LastStandIn)
            && (_vocabulary.ContainsKey(name) || _options.EndOfWordSuffix is { } suffix && _vocabulary.ContainsKey(name + suffix));
    }

    private string StandIn(string name) =>
        name.EnumerateRunes().Any(NeedsStandIn)
            ? string.Concat(name.EnumerateRunes().Select(rune => NeedsStandIn(rune) ? _standIns[rune.Value].ToString() : rune.ToString()))
            : name;

    // It counts in chars, and it writes a merge as two names with a space between.
    private static bool NeedsStandIn(Rune rune) => !rune.IsBmp || rune.Value == ' ';

    private int[] ByteTokens() => [.. Enumerable.Range(0, 256).Select(value => _vocabulary.TryGetValue($"<0x{value:X2}>", out var token)
        ? token
        : throw new ArgumentException($"expected the token <0x{value:X2}> that byte_fallback needs in the vocabulary"))];

    [GeneratedRegex(@"[\s\S]+")]
    private static partial Regex Everything();
}
