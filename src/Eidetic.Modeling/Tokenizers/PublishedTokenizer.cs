namespace Eidetic.Modeling;

/// <summary>
/// A tokenizer as a <c>tokenizer.json</c> describes it (Hugging Face's tokenizers): added tokens first, then normalizing, cutting into
/// pieces, and byte pair encoding or a unigram model within each. What its <c>post_processor</c> would add around a text is not added. Immutable; safe to use
/// from several threads.
/// </summary>
internal sealed class PublishedTokenizer : ITextTokenizer
{
    private readonly PublishedTokenizerParts _parts;
    private readonly string?[] _names;
    private readonly Dictionary<string, int> _tokens;
    private readonly HashSet<int> _special;
    private readonly AddedTokens _raw;
    private readonly AddedTokens _normalized;

    /// <param name="parts">What the file says.</param>
    public PublishedTokenizer(PublishedTokenizerParts parts)
    {
        _parts = parts;
        _tokens = new Dictionary<string, int>(parts.Vocabulary, StringComparer.Ordinal);
        foreach (var added in parts.Added)
        {
            _tokens[added.Content] = added.Id;
        }

        _names = new string?[_tokens.Count == 0 ? 0 : _tokens.Values.Max() + 1];
        foreach (var (name, token) in _tokens)
        {
            _names[token] = name;
        }

        _special = [.. parts.Added.Where(added => added.IsSpecial).Select(added => added.Id)];
        _raw = new AddedTokens(parts.Added.Where(added => !added.IsNormalized));
        _normalized = new AddedTokens(parts.Added.Where(added => added.IsNormalized).Select(added => added with { Content = parts.Normalize(added.Content) }));
    }

    /// <inheritdoc />
    public int Count => _names.Length;

    /// <summary>The token of what the vocabulary lacks, or null where everything can be spelled or is left out.</summary>
    public int? Unknown => _parts.Pieces.Unknown;

    /// <summary>The same with special tokens more; those that are there already stay what they are.</summary>
    /// <param name="names">How they are written, in the order of their numbers.</param>
    public PublishedTokenizer With(params IEnumerable<string> names)
    {
        var missing = names.Where(name => !_tokens.ContainsKey(name)).Distinct(StringComparer.Ordinal);
        return new PublishedTokenizer(_parts with { Added = [.. _parts.Added, .. missing.Select((name, i) => new AddedToken(name, Count + i, IsSpecial: true))] });
    }

    /// <inheritdoc />
    public IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<int>();
        var isFirst = true;
        foreach (var (token, between) in _raw.Split(text))
        {
            if (token is not null)
            {
                tokens.Add(token.Id);
            }
            else
            {
                EncodeBetween(_parts.Normalize(between), isFirst, tokens);
            }

            isFirst = false;
        }

        return tokens;
    }

    /// <inheritdoc />
    public string Decode(IEnumerable<int> tokens) =>
        string.Concat(_parts.Join([.. tokens.Where(token => token < Count && _names[token] is not null && !_special.Contains(token)).Select(NameOf)]));

    /// <inheritdoc />
    public int? Find(string name) => _tokens.TryGetValue(name, out var token) ? token : null;

    /// <inheritdoc />
    public string NameOf(int token) =>
        token >= 0 && token < Count ? _names[token] ?? "" : throw new ArgumentOutOfRangeException(nameof(token), token, $"Expected a token below {Count}.");

    private void EncodeBetween(string text, bool isFirst, List<int> tokens)
    {
        foreach (var (token, between) in _normalized.Split(text))
        {
            if (token is not null)
            {
                tokens.Add(token.Id);
            }
            else
            {
                foreach (var piece in _parts.Cut(between, isFirst))
                {
                    _parts.Pieces.Encode(piece, tokens);
                }
            }

            isFirst = false;
        }
    }
}
