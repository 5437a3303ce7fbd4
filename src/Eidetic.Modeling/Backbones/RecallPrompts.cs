using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>The prompts that ask a language model for identifiers (GRACE, arXiv 2402.10805, its public code).</summary>
internal sealed record RecallPrompts
{
    private const string Caption = "{caption}";

    /// <summary>Asks for the identifier of a picture. Holds one place for it.</summary>
    public string Memorize { get; init; } = $"image numeric id{PromptText.Picture}id ";

    /// <summary>Asks for the identifier of the image that a text describes; a constant picture fills the place.</summary>
    public string Retrieve { get; init; } = $"caption:{Caption}{PromptText.Picture}id ";

    /// <summary>Words of a text that are read. Default 25.</summary>
    public int MaxWords { get; init; } = 25;

    /// <summary>The prompt for a picture.</summary>
    public PromptText ForPicture(PreparedPicture picture) => new(Memorize, [picture]);

    /// <summary>The prompt for a text.</summary>
    /// <param name="text">The caption or query; a picture's mark written in it is taken out.</param>
    /// <param name="picture">The constant picture, or the one that belongs to the query.</param>
    public PromptText ForText(string text, PreparedPicture picture)
    {
        var words = text.Replace(PromptText.Picture, " ", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MaxWords);
        return new PromptText(Retrieve.Replace(Caption, string.Join(' ', words), StringComparison.Ordinal), [picture]);
    }

    /// <summary>Refuses prompts that cannot work.</summary>
    /// <exception cref="ArgumentException">A place is missing or doubled, or no word would be read.</exception>
    public void Check()
    {
        if (Places(Memorize, PromptText.Picture) != 1 || Places(Retrieve, PromptText.Picture) != 1 || Places(Retrieve, Caption) != 1 || MaxWords < 1)
        {
            throw new ArgumentException(
                $"Expected prompts with one {PromptText.Picture} each, a retrieve prompt with one {Caption}, and at least one word; got '{Memorize}', '{Retrieve}' and {MaxWords}.");
        }
    }

    private static int Places(string prompt, string mark) => prompt.Split(mark).Length - 1;
}
