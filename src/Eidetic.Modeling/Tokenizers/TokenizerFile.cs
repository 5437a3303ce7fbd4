using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Reads a <c>tokenizer.json</c>: byte pair encoding as GPT-2, GPT-NeoX, Llama 2 and 3, SmolLM and CLIP publish it, and unigram models as T5
/// and SigLIP do. What is not done here is refused, not passed over.
/// </summary>
internal static class TokenizerFile
{
    private const long MaxLength = 256 << 20;
    private const int MaxTokens = 10_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">It is missing, no such JSON, or describes another kind of tokenizer.</exception>
    public static PublishedTokenizer Open(string path) => Open(path, root => new PublishedTokenizer(Read(root)));

    /// <summary>Reads a file with what it adds around a text.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">It is missing, no such JSON, or describes another kind of tokenizer.</exception>
    public static FramedTokenizer OpenFramed(string path) => Open(path, root =>
    {
        var (before, after) = root.Part("post_processor") is { } framing ? TextFraming.Read(framing) : (null, null);
        return new FramedTokenizer(new PublishedTokenizer(Read(root)), before, after);
    });

    private static T Open<T>(string path, Func<TokenizerFields, T> read)
    {
        using var document = CheckpointJson.Read(path, MaxLength);
        try
        {
            return read(new TokenizerFields(document.RootElement, path, "the file"));
        }
        catch (InvalidOperationException exception)
        {
            // System.Text.Json says so of texts and names that are half a surrogate pair or no UTF-8.
            throw new CheckpointFormatException(path, $"{path}: expected texts of Unicode ({exception.Message}); take the tokenizer.json that belongs to the model.", exception);
        }
    }

    private static PublishedTokenizerParts Read(TokenizerFields root)
    {
        var model = root.Part("model") ?? throw root.Bad("expected a 'model', found none");
        var type = model.Text("type") ?? "BPE";
        var (vocabulary, pieces) = type switch
        {
            "BPE" => (model.Numbers("vocab"), (IPieceTokens?)null),
            "Unigram" => UnigramModel.Read(model),
            _ => throw model.Unknown($"the type '{type}'"),
        };
        var added = root.Parts("added_tokens").Select(Added).ToArray();
        Check(root, vocabulary, added);
        return new PublishedTokenizerParts
        {
            Vocabulary = vocabulary,
            Added = added,
            Normalize = root.Part("normalizer") is { } normalizer ? TextNormalizing.Read(normalizer) : text => text,
            Cut = root.Part("pre_tokenizer") is { } cutter ? TextCutting.Read(cutter) : (text, _) => [text],
            Join = root.Part("decoder") is { } decoder ? TokenJoining.Read(decoder) : names => [string.Join(' ', names)],
            Pieces = pieces ?? Pairs(model, vocabulary),
        };
    }

    private static BytePairs Pairs(TokenizerFields model, Dictionary<string, int> vocabulary)
    {
        if (model.Text("continuing_subword_prefix") is { Length: > 0 } prefix)
        {
            throw model.Unknown($"the continuing_subword_prefix '{prefix}'");
        }

        try
        {
            return new BytePairs(vocabulary, model.Items("merges").Select(merge => Merge(model, merge)), new BytePairOptions
            {
                EndOfWordSuffix = model.Text("end_of_word_suffix") is { Length: > 0 } suffix ? suffix : null,
                UnknownToken = model.Text("unk_token"),
                FusesUnknown = model.Flag("fuse_unk", otherwise: false),
                HasByteFallback = model.Flag("byte_fallback", otherwise: false),
                PrefersWhole = model.Flag("ignore_merges", otherwise: false),
            });
        }
        catch (ArgumentException exception)
        {
            throw model.Bad(exception.Message);
        }
    }

    // Two spellings: "a b", and ["a", "b"] in newer files.
    private static (string First, string Second) Merge(TokenizerFields model, JsonElement merge) => merge.ValueKind switch
    {
        JsonValueKind.String when merge.GetString()!.Split(' ') is [{ Length: > 0 } first, { Length: > 0 } second] => (first, second),
        JsonValueKind.Array when merge.EnumerateArray().ToArray() is [{ ValueKind: JsonValueKind.String } first, { ValueKind: JsonValueKind.String } second] =>
            (first.GetString()!, second.GetString()!),
        _ => throw model.Bad($"expected a merge to be two tokens, found {merge.GetRawText()}"),
    };

    private static AddedToken Added(TokenizerFields token) => new(
        token.Needed("content"), token.Number("id"), token.Flag("special", otherwise: false), token.Flag("normalized", otherwise: false),
        token.Flag("lstrip", otherwise: false), token.Flag("rstrip", otherwise: false), token.Flag("single_word", otherwise: false));

    private static void Check(TokenizerFields root, Dictionary<string, int> vocabulary, AddedToken[] added)
    {
        var names = new Dictionary<int, string>();
        foreach (var (name, token) in vocabulary.Concat(added.Select(token => KeyValuePair.Create(token.Content, token.Id))))
        {
            if (token >= MaxTokens)
            {
                throw root.Bad($"expected tokens below {MaxTokens}, found {token}");
            }

            if (!names.TryAdd(token, name) && names[token] != name)
            {
                throw root.Bad($"expected every token once, found {token} as '{names[token]}' and '{name}'");
            }
        }
    }
}
