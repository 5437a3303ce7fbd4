using System.Text.Json;

namespace Eidetic.Modeling.Tests.LanguageModels;

/// <summary>Tokenizers for the tiny published architectures, one token a byte; their files are such as publishers write.</summary>
internal static class TinyTokenizers
{
    public const string Idefics3 = "idefics3-tiny";
    public const string Flamingo = "open-flamingo-tiny";

    public static PublishedTokenizer For(string name)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(path, Json(name));
            return TokenizerFile.Open(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The text of tokenizer.json.</summary>
    public static string Json(string name) => name == Idefics3
        ? Json(first: 3, bytes: 256, ("<end_of_utterance>", 2), ("<image>", 290), ("<fake_token_around_image>", 291), ("<global-img>", 292))
        : Json(first: 0, bytes: 125, ("<|endofchunk|>", 125), ("<image>", 126), ("<PAD>", 127));

    /// <summary>The text of the tokenizer.json of a language model that knows bytes only.</summary>
    public static string Json(int first, int bytes, params (string Name, int Token)[] specials) => JsonSerializer.Serialize(new
    {
        added_tokens = specials.Select(special => new { id = special.Token, content = special.Name, special = true, normalized = false }),
        pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, use_regex = true },
        decoder = new { type = "ByteLevel" },
        model = new
        {
            type = "BPE",
            vocab = Enumerable.Range(0, bytes).ToDictionary(value => ByteLetters.Of((byte)value).ToString(), value => first + value),
            merges = Array.Empty<string>(),
        },
    });
}
