using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Cuts texts as CLIP does (Radford et al., arXiv 2103.00020; openai/CLIP <c>simple_tokenizer</c>): repaired, entities resolved, in lower case
/// and with single spaces, then byte pair encoding within words. Immutable; safe to use from several threads.
/// </summary>
internal sealed partial class ClipTokenizer : ITextTokenizer
{
    /// <summary>Tokens of a text for the model, start, end and padding included.</summary>
    public const int ContextLength = 77;

    private const string FileName = "bpe_simple_vocab_16e6.txt.gz";
    private const string EndOfWord = "</w>";
    internal const string Start = "<|startoftext|>";
    internal const string End = "<|endoftext|>";
    private const long MaxLength = 64 << 20;
    private const int Merges = 49_152 - 256 - 2;
    private const char CapitalSigma = 'Σ';
    private readonly string[] _names;
    private readonly Dictionary<string, int> _tokens;
    private readonly BytePairs _pairs;

    private ClipTokenizer(string path, string[] names, IReadOnlyList<(string First, string Second)> merges)
    {
        _names = names;
        try
        {
            _tokens = _names.Select((name, token) => (name, token)).ToDictionary(p => p.name, p => p.token, StringComparer.Ordinal);
            _pairs = new BytePairs(_tokens, merges, new BytePairOptions { EndOfWordSuffix = EndOfWord });
        }
        catch (ArgumentException exception)
        {
            throw Bad(path, exception.Message, exception);
        }
    }

    /// <inheritdoc />
    public int Count => _names.Length;

    /// <summary>The tokenizer of the vocabulary that ships, which all of OpenAI's models share.</summary>
    /// <exception cref="CheckpointFormatException">It is missing or damaged.</exception>
    public static ClipTokenizer OpenShipped() => Open(Path.Combine(AppContext.BaseDirectory, "tokenizers", "clip", FileName));

    /// <summary>Reads a vocabulary in the layout of openai/CLIP: a gzip of lines, a heading and then a merge each.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">It is missing or damaged.</exception>
    public static ClipTokenizer Open(string path)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var lines = new List<string>(Merges);
            for (var line = reader.ReadLine(); line is not null && lines.Count <= Merges; line = reader.ReadLine())
            {
                lines.Add(line);
            }

            if (lines.Count != Merges + 1)
            {
                throw Bad(path, $"expected a heading and {Merges} merges, found {lines.Count} lines");
            }

            var merges = Pairs(path, lines[1..]);
            return new ClipTokenizer(path, Names(merges), merges);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Bad(path, $"it cannot be read ({exception.Message})", exception);
        }
    }

    /// <summary>Reads a vocabulary in Hugging Face's older layout.</summary>
    /// <param name="vocabulary"><c>vocab.json</c>: numbers by name, 0 and on without gaps, the start and the end among them.</param>
    /// <param name="merges"><c>merges.txt</c>: a heading and then a merge a line.</param>
    /// <exception cref="CheckpointFormatException">A file is missing or damaged.</exception>
    public static ClipTokenizer Open(string vocabulary, string merges)
    {
        using var document = CheckpointJson.Read(vocabulary, MaxLength);
        var entries = document.RootElement.EnumerateObject().ToArray();
        var names = new string?[entries.Length];
        foreach (var entry in entries)
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var token) || token < 0 || token >= names.Length || names[token] is not null)
            {
                throw Bad(vocabulary, $"expected each number from 0 to {names.Length - 1} once, found {entry.Value.GetRawText()} for '{entry.Name}'");
            }

            names[token] = entry.Name;
        }

        foreach (var special in new[] { Start, End })
        {
            if (!names.Contains(special))
            {
                throw Bad(vocabulary, $"expected a token {special}, found none");
            }
        }

        try
        {
            var pairs = Pairs(merges, [.. File.ReadLines(merges).Skip(1).Where(line => line.Length > 0)]);
            return new ClipTokenizer(merges, names!, pairs);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Bad(merges, $"it cannot be read ({exception.Message})", exception);
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<int>();
        var plane = new PlaneText(Clean(text));
        foreach (Match piece in Piece().Matches(plane.Plane))
        {
            if (piece.Value is Start or End)
            {
                tokens.Add(_tokens[piece.Value]);
            }
            else
            {
                _pairs.Encode(ByteLetters.Write(plane[piece]), tokens);
            }
        }

        return tokens;
    }

    /// <summary>A text as the model wants it: start, tokens, end, zeros; a long one loses what is too much and still ends with the end.</summary>
    /// <param name="text">Any Unicode text.</param>
    /// <returns><see cref="ContextLength"/> tokens.</returns>
    public int[] Tokens(string text)
    {
        int[] whole = [_tokens[Start], .. Encode(text), _tokens[End]];
        var tokens = new int[ContextLength];
        whole.AsSpan(0, Math.Min(whole.Length, ContextLength)).CopyTo(tokens);
        if (whole.Length > ContextLength)
        {
            tokens[^1] = _tokens[End];
        }

        return tokens;
    }

    /// <inheritdoc />
    public string Decode(IEnumerable<int> tokens) => ByteLetters.Read(
        tokens.Where(token => token < Count).Select(NameOf).Where(name => name is not (Start or End)))
        .Replace(EndOfWord, " ", StringComparison.Ordinal).Trim();

    /// <inheritdoc />
    public int? Find(string name) => _tokens.TryGetValue(name, out var token) ? token : null;

    /// <inheritdoc />
    public string NameOf(int token) => _names[token];

    /// <summary>The text that is cut: repaired, entities resolved twice, single spaces, lower case.</summary>
    internal static string Clean(string text)
    {
        var plain = WebUtility.HtmlDecode(WebUtility.HtmlDecode(TextRepair.Repair(text))).Trim();
        return Lower(Space().Replace(plain, " ").Trim());
    }

    // As Unicode's full mapping does it: two letters that .NET's invariant culture leaves alone or maps without looking around.
    internal static string Lower(string text)
    {
        var lower = text.Replace("İ", "i̇", StringComparison.Ordinal).ToLower(CultureInfo.InvariantCulture);
        return text.Contains(CapitalSigma, StringComparison.Ordinal) ? FinalSigma().Replace(lower, "ς") : lower;
    }

    private static List<(string First, string Second)> Pairs(string path, IReadOnlyList<string> lines) =>
        [.. lines.Select(line => line.Split(' ')).Select(pair => pair is [{ Length: > 0 } first, { Length: > 0 } second]
            ? (First: first, Second: second)
            : throw Bad(path, $"expected two tokens a line, found '{string.Join(' ', pair)}'"))];

    private static string[] Names(IReadOnlyList<(string First, string Second)> merges) =>
    [
        .. ByteLetters.InVocabularyOrder.Select(letter => letter.ToString()),
        .. ByteLetters.InVocabularyOrder.Select(letter => letter + EndOfWord),
        .. merges.Select(pair => pair.First + pair.Second),
        Start,
        End,
    ];

    private static CheckpointFormatException Bad(string path, string fact, Exception? inner = null) =>
        new(path, $"{path}: {fact}; restore CLIP's vocabulary.", inner);

    [GeneratedRegex(@"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Piece();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?<=\p{L})σ(?!\p{L})")]
    private static partial Regex FinalSigma();
}
