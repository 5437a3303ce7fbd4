namespace Eidetic.Modeling;

/// <summary>Finds added tokens in a text: from the left, the longest where several begin.</summary>
internal sealed class AddedTokens(IEnumerable<AddedToken> tokens)
{
    private readonly ILookup<char, AddedToken> _byFirst = tokens.Where(token => token.Content.Length > 0)
        .OrderByDescending(token => token.Content.Length).ToLookup(token => token.Content[0]);

    /// <summary>Cuts a text at the tokens.</summary>
    /// <returns>In order, either a token or the text between; no text is empty.</returns>
    public IEnumerable<(AddedToken? Token, string Text)> Split(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Find(text, i) is not { } token)
            {
                continue;
            }

            var (left, right) = (i, i + token.Content.Length);
            while (token.TakesLeft && left > start && char.IsWhiteSpace(text[left - 1]))
            {
                left--;
            }

            while (token.TakesRight && right < text.Length && char.IsWhiteSpace(text[right]))
            {
                right++;
            }

            if (left > start)
            {
                yield return (null, text[start..left]);
            }

            yield return (token, token.Content);
            (start, i) = (right, right - 1);
        }

        if (start < text.Length)
        {
            yield return (null, text[start..]);
        }
    }

    private AddedToken? Find(string text, int start) => _byFirst[text[start]].FirstOrDefault(token =>
        string.CompareOrdinal(text, start, token.Content, 0, token.Content.Length) == 0
        && !(token.IsWord && (IsWordAt(text, start - 1) || IsWordAt(text, start + token.Content.Length))));

    private static bool IsWordAt(string text, int place) =>
        place >= 0 && place < text.Length && (char.IsLetterOrDigit(text[place]) || text[place] == '_');
}
