using System.Text.Json;

namespace Eidetic.Modeling;

/// <summary>Reads the <c>post_processor</c> of a <c>tokenizer.json</c>: what a single text gets before and after it.</summary>
internal static class TextFraming
{
    /// <summary>The tokens around a text; none where nothing is added.</summary>
    public static (IReadOnlyList<int> Before, IReadOnlyList<int> After) Read(TokenizerFields fields)
    {
        switch (fields.Type)
        {
            case "TemplateProcessing":
                return ReadTemplate(fields);
            case "ByteLevel":
                return ([], []);   // it moves offsets and adds nothing
            case "Sequence":
                int[] before = [], after = [];
                foreach (var (left, right) in fields.Parts("processors").Select(Read))
                {
                    (before, after) = ([.. left, .. before], [.. after, .. right]);
                }

                return (before, after);
            default:
                throw fields.Unknown($"the type '{fields.Type}'");
        }
    }

    private static (IReadOnlyList<int> Before, IReadOnlyList<int> After) ReadTemplate(TokenizerFields fields)
    {
        List<int> before = [], after = [];
        var texts = 0;
        foreach (var part in fields.Parts("single"))
        {
            if (part.Part("Sequence") is not null)
            {
                texts++;
                continue;
            }

            var name = (part.Part("SpecialToken") ?? throw part.Unknown("something that is neither 'Sequence' nor 'SpecialToken'")).Needed("id");
            (texts == 0 ? before : after).AddRange(Tokens(fields, name));
        }

        return texts == 1 ? (before, after) : throw fields.Bad($"expected the text once in 'single' of the file.post_processor, found it {texts} times");
    }

    private static IEnumerable<int> Tokens(TokenizerFields fields, string name)
    {
        var special = fields.Part("special_tokens")?.Part(name) ?? throw fields.Bad($"expected the special token '{name}' among those of the file.post_processor, found none");
        return special.Items("ids").Select(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out var token) && token >= 0
            ? token
            : throw special.Bad($"expected the ids of '{name}' to be whole numbers from 0, found {id.GetRawText()}"));
    }
}
