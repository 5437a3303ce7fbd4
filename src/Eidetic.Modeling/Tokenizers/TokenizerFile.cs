using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Reads a <c>tokenizer.json</c>: byte pair encoding as GPT-2, GPT-NeoX, Llama 2 and 3, SmolLM and CLIP publish it. What is not done here is
/// refused, not passed over.
/// </summary>
internal static class TokenizerFile
{
    private const long MaxLength = 256 << 20;
    private const int MaxTokens = 10_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">It is missing, no such JSON, or describes another kind of tokenizer.</exception>
    public static PublishedTokenizer Open(string path)
    {
        using var document = CheckpointJson.Read(path, MaxLength);
        var root = new TokenizerFields(document.RootElement, path, "the file");
        var model = root.Part("model") ?? throw root.Bad("expected a 'model', found none");
        if ((model.Text("type") ?? "BPE") != "BPE")
        {
            throw model.Unknown($"the type '{model.Type}'");
        }

        if (model.Text("continuing_subword_prefix") is { Length: > 0 } prefix)
        {
            throw model.Unknown($"the continuing_subword_prefix '{prefix}'");
        }

        var vocabulary = model.Numbers("vocab");
        var added = root.Parts("added_tokens").Select(Added).ToArray();
        Check(root, vocabulary, added);
        return new PublishedTokenizer(new PublishedTokenizerParts
        {
            Vocabulary = vocabulary,
            Added = added,
            Normalize = root.Part("normalizer") is { } normalizer ? TextNormalizing.Read(normalizer) : text => text,
            Cut = root.Part("pre_tokenizer") is { } cutter ? TextCutting.Read(cutter) : (text, _) => [text],
            Join = root.Part("decoder") is { } decoder ? TokenJoining.Read(decoder) : names => [string.Join(' ', names)],
            Pairs = Pairs(model, vocabulary),
        });
    }

    private static BytePairs Pairs(TokenizerFields model, Dictionary<string, int> vocabulary)
    {
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
