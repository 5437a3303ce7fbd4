using System.Globalization;

namespace Eidetic.Modeling.Tests.LanguageModels;

/// <summary>One token a letter of ASCII, and special tokens with numbers of their own; other letters become a question mark.</summary>
internal sealed class LetterTokenizer(int count, int first, params (string Name, int Token)[] specials) : ITextTokenizer
{
    public int Count => count;

    public IReadOnlyList<int> Encode(string text)
    {
        var tokens = new List<int>();
        for (var i = 0; i < text.Length;)
        {
            var special = specials.FirstOrDefault(s => string.CompareOrdinal(text, i, s.Name, 0, s.Name.Length) == 0);
            tokens.Add(special.Name is null ? Letter(text[i]) : special.Token);
            i += special.Name?.Length ?? 1;
        }

        return tokens;
    }

    public string Decode(IEnumerable<int> tokens) =>
        string.Concat(tokens.Where(t => t >= first && specials.All(s => s.Token != t)).Select(NameOf));

    public int? Find(string name) => specials.Where(s => s.Name == name).Select(s => (int?)s.Token).FirstOrDefault()
        ?? (name is [>= ' ' and < '~'] ? Letter(name[0]) : null);

    public string NameOf(int token) => specials.FirstOrDefault(s => s.Token == token).Name
        ?? (token >= first + ' ' ? ((char)(token - first)).ToString() : token.ToString(CultureInfo.InvariantCulture));

    private int Letter(char letter) => first + (letter is '\n' or (>= ' ' and < '{') ? letter : '?');
}
