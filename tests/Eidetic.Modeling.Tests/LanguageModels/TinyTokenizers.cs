namespace Eidetic.Modeling.Tests.LanguageModels;

/// <summary>Tokenizers of letters for the tiny published architectures.</summary>
internal static class TinyTokenizers
{
    public const string Idefics3 = "idefics3-tiny";
    public const string Flamingo = "open-flamingo-tiny";

    public static LetterTokenizer For(string name) => name == Idefics3
        ? new LetterTokenizer(320, 3, ("<end_of_utterance>", 2), ("<image>", 290), ("<fake_token_around_image>", 291), ("<global-img>", 292))
        : new LetterTokenizer(128, 0, ("<|endofchunk|>", 125), ("<image>", 126), ("<PAD>", 127));
}
