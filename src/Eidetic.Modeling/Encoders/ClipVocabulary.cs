using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Cuts texts for a CLIP by the vocabulary that lies beside its weights. Immutable and safe to use from several threads.</summary>
internal sealed class ClipVocabulary
{
    private const string TokenizerJson = "tokenizer.json";
    private const string Vocabulary = "vocab.json";
    private const string Merges = "merges.txt";
    private readonly ITextTokenizer _tokenizer;
    private readonly int _start;
    private readonly int _end;
    private readonly int _length;

    private ClipVocabulary(ITextTokenizer tokenizer, string path, ClipTextOptions options)
    {
        (_tokenizer, _length) = (tokenizer, options.ContextLength);
        if (tokenizer.Count > options.Vocabulary)
        {
            throw Bad(path, $"expected at most the {options.Vocabulary} tokens of the model's config, found {tokenizer.Count}");
        }

        _start = Special(path, ClipTokenizer.Start);
        _end = Special(path, ClipTokenizer.End);

        // Where the config names no end that texts contain, the tower pools the highest token.
        var pooled = options.EndToken ?? tokenizer.Count - 1;
        if (_end != pooled)
        {
            throw Bad(path, $"expected {ClipTokenizer.End} to be the token {pooled} that the model ends a text with, found {_end}");
        }
    }

    /// <summary>The vocabulary's files that lie in a folder: <c>tokenizer.json</c>, else <c>vocab.json</c> and <c>merges.txt</c>, else none.</summary>
    /// <exception cref="CheckpointFormatException">One of two files is missing.</exception>
    public static IReadOnlyList<string> FilesIn(CheckpointFolder folder)
    {
        if (folder.Has(TokenizerJson))
        {
            return [TokenizerJson];
        }

        return (folder.Has(Vocabulary), folder.Has(Merges)) switch
        {
            (true, true) => [Vocabulary, Merges],
            (false, false) => [],
            (var hasVocabulary, _) => throw new CheckpointFormatException(
                folder.Folder, $"{folder.Folder}: expected {Vocabulary} and {Merges} together, found {(hasVocabulary ? Vocabulary : Merges)} alone; take both from where the model was published, or neither."),
        };
    }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="files">Paths of <see cref="FilesIn"/>, one or two.</param>
    /// <param name="options">The ears it is for.</param>
    /// <exception cref="CheckpointFormatException">It is damaged, or belongs to another model.</exception>
    public static ClipVocabulary Open(IReadOnlyList<string> files, ClipTextOptions options) => new(
        files is [var vocabulary, var merges] ? ClipTokenizer.Open(vocabulary, merges) : TokenizerFile.Open(files[0]), files[0], options);

    /// <summary>A text as the model wants it: start, tokens, end, zeros; a long one loses what is too much and still ends with the end.</summary>
    /// <param name="text">Any Unicode text.</param>
    /// <returns>As many tokens as the model's context has.</returns>
    public int[] Tokens(string text)
    {
        int[] whole = [_start, .. _tokenizer.Encode(text), _end];
        var tokens = new int[_length];
        whole.AsSpan(0, Math.Min(whole.Length, _length)).CopyTo(tokens);
        if (whole.Length > _length)
        {
            tokens[^1] = _end;
        }

        return tokens;
    }

    private int Special(string path, string name) => _tokenizer.Find(name) ?? throw Bad(path, $"expected a token {name}, found none");

    private static CheckpointFormatException Bad(string path, string fact) => new(path, $"{path}: {fact}; take the vocabulary that belongs to the model.");
}
