using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Cuts texts for a SigLIP by the <c>tokenizer.json</c> beside its weights, or its <c>spiece.model</c>: tokens, the end, pads up to the
/// context's length; no start.
/// Immutable and safe to use from several threads.
/// </summary>
internal sealed class SiglipVocabulary
{
    private const string TokenizerJson = "tokenizer.json";
    private const string SettingsFile = "tokenizer_config.json";
    private const string SentencePieceFile = "spiece.model";
    private const string End = "</s>";
    private const string Space = "▁";
    private readonly FramedTokenizer _framed;
    private readonly IReadOnlyList<int> _after;
    private readonly int _padding;
    private readonly int _length;

    private SiglipVocabulary(CheckpointFolder folder, SiglipTextOptions options)
    {
        var path = FilesIn(folder)[0];
        _framed = folder.Has(TokenizerJson) ? TokenizerFile.OpenFramed(path) : SiglipSentencePiece.Open(path, lowers: Lowers(folder));
        _length = options.ContextLength;
        if (_framed.Tokenizer.Count > options.Vocabulary)
        {
            throw Bad(path, $"expected at most the {options.Vocabulary} tokens of the model's config, found {_framed.Tokenizer.Count}");
        }

        // Where the file adds nothing, transformers' SiglipTokenizer adds the end.
        _after = _framed.After ?? [Token(path, End)];
        var around = (_framed.Before ?? []).Concat(_after).ToArray();
        if (around.Length > _length || around.Any(token => token >= options.Vocabulary))
        {
            throw Bad(path, $"expected to add at most {_length} of the model's {options.Vocabulary} tokens to a text, found {string.Join(", ", around)}");
        }

        _padding = PaddingIn(folder) is { } padding ? Token(path, padding) : _after.Count > 0 ? _after[^1] : Token(path, End);
    }

    /// <summary>Paths of the vocabulary's files in a folder, the vocabulary itself first.</summary>
    /// <exception cref="CheckpointFormatException">The vocabulary is missing.</exception>
    public static IReadOnlyList<string> FilesIn(CheckpointFolder folder)
    {
        var vocabulary = Array.Find([TokenizerJson, SentencePieceFile], folder.Has) ?? throw new CheckpointFormatException(
            folder.Folder, $"{folder.Folder}: expected the vocabulary of the ears in {TokenizerJson} or {SentencePieceFile}, found neither; take it from where the model was published.");
        return [.. new[] { vocabulary, SettingsFile }.Where(folder.Has).Select(file => Path.Combine(folder.Folder, file))];
    }

    /// <summary>Reads the vocabulary of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">The ears it is for.</param>
    /// <exception cref="CheckpointFormatException">It is missing, damaged, or belongs to another model.</exception>
    public static SiglipVocabulary Open(CheckpointFolder folder, SiglipTextOptions options) => new(folder, options);

    /// <summary>A text as the model wants it; a long one loses its last tokens and still ends with the end.</summary>
    /// <param name="text">Any Unicode text.</param>
    /// <returns>As many tokens as the model's context has.</returns>
    public int[] Tokens(string text)
    {
        var (before, own) = (_framed.Before ?? [], _framed.Tokenizer.Encode(text));
        int[] whole = [.. before, .. own.Take(_length - before.Count - _after.Count), .. _after];
        var tokens = new int[_length];
        Array.Fill(tokens, _padding);
        whole.CopyTo(tokens, 0);
        return tokens;
    }

    /// <summary>Which part of a text the vocabulary lacks; a run of unknown characters is one token, lone word boundaries do not count.</summary>
    /// <param name="text">Any Unicode text.</param>
    /// <returns>0..1; 0 for a text without tokens.</returns>
    public double UnknownShare(string text)
    {
        if (_framed.Tokenizer.Unknown is not { } unknown)
        {
            return 0;
        }

        var boundary = _framed.Tokenizer.Find(Space);
        var counted = _framed.Tokenizer.Encode(text).Where(token => token != boundary).ToArray();
        return counted.Length == 0 ? 0 : (double)counted.Count(token => token == unknown) / counted.Length;
    }

    // The settings of a spiece.model; those of a tokenizer.json stand in it.
    private static bool Lowers(CheckpointFolder folder) =>
        !folder.Has(SettingsFile) || new ConfigFields(folder.ReadJson(SettingsFile), Path.Combine(folder.Folder, SettingsFile)).Flag("do_lower_case", otherwise: true);

    // {"pad_token": "</s>"}, or {"pad_token": {"content": "</s>", …}}
    private static string? PaddingIn(CheckpointFolder folder)
    {
        if (!folder.Has(SettingsFile) || !folder.ReadJson(SettingsFile).TryGetProperty("pad_token", out var padding) || padding.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = padding.ValueKind == JsonValueKind.Object && padding.TryGetProperty("content", out var content) ? content : padding;
        return text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : throw Bad(Path.Combine(folder.Folder, SettingsFile), $"expected 'pad_token' to be a token, found {padding.GetRawText()}");
    }

    private int Token(string path, string name) => _framed.Tokenizer.Find(name) ?? throw Bad(path, $"expected a token {name}, found none");

    private static CheckpointFormatException Bad(string path, string fact) => new(path, $"{path}: {fact}; take the vocabulary that belongs to the model.");
}
