using System.Text;

namespace Eidetic.Modeling;

/// <summary>Reads the <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class TextNormalizing
{
    /// <summary>The function that it describes.</summary>
    public static Func<string, string> Read(TokenizerFields fields)
    {
        switch (fields.Type)
        {
            case "Sequence":
                var steps = fields.Parts("normalizers").Select(Read).ToArray();
                return text => steps.Aggregate(text, (current, step) => step(current));
            case "NFC":
                return text => Normal(text, NormalizationForm.FormC);
            case "NFD":
                return text => Normal(text, NormalizationForm.FormD);
            case "NFKC":
                return text => Normal(text, NormalizationForm.FormKC);
            case "NFKD":
                return text => Normal(text, NormalizationForm.FormKD);
            case "Lowercase":
                return text => text.Replace("İ", "i̇", StringComparison.Ordinal).ToLowerInvariant();
            case "Replace":
                var (pattern, content) = (fields.Pattern("pattern"), fields.Needed("content"));
                return text => pattern.Replace(text, _ => content);
            case "Prepend":
                var prefix = fields.Needed("prepend");
                return text => text.Length == 0 ? text : prefix + text;
            case "Strip":
                var (left, right) = (fields.Flag("strip_left", otherwise: true), fields.Flag("strip_right", otherwise: true));
                return text => (left, right) switch
                {
                    (true, true) => text.Trim(),
                    (true, false) => text.TrimStart(),
                    (false, true) => text.TrimEnd(),
                    _ => text,
                };
            case "Precompiled":
                return Table(fields).Apply;
            default:
                throw fields.Unknown($"the type '{fields.Type}'");
        }
    }

    private static CharacterMap Table(TokenizerFields fields)
    {
        var base64 = fields.Needed("precompiled_charsmap");
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && CharacterMap.Read(bytes.AsSpan(0, length)) is { } table
            ? table
            : throw fields.Bad("expected 'precompiled_charsmap' to be a table of characters in base64");
    }

    private static string Normal(string text, NormalizationForm form) => LoneSurrogates.Replace(text).Normalize(form);
}
