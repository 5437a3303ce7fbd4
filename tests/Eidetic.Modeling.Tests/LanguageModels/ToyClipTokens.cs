namespace Eidetic.Modeling.Tests.LanguageModels;

/// <summary>Cuts texts for the tiny CLIP, which has 256 tokens and reads 16 of them: one a letter, between its start and its end.</summary>
internal static class ToyClipTokens
{
    public static int[] Of(string text)
    {
        var tokens = new int[16];
        tokens[0] = 254;
        var length = Math.Min(text.Length, 14);
        for (var i = 0; i < length; i++)
        {
            tokens[i + 1] = 2 + (text[i] % 250);
        }

        tokens[length + 1] = 255;
        return tokens;
    }
}
