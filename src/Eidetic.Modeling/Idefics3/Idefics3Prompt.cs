using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// The words in which Idefics3 is shown a picture: each tile is announced by its row and column and followed by the tokens that its vectors
/// take the place of; the whole picture comes last (Laurençon et al. 2024, arXiv 2408.12637, §4).
/// </summary>
internal static class Idefics3Prompt
{
    /// <summary>Stands for one vector of a picture.</summary>
    public const string ImageToken = "<image>";

    private const string Border = "<fake_token_around_image>";
    private const string Whole = "<global-img>";

    /// <summary>Puts the words of each picture in the place of the template's <see cref="PromptText.Picture"/>.</summary>
    /// <param name="prompt">Template and pictures.</param>
    /// <param name="tokensPerTile">Vectors of a tile.</param>
    /// <exception cref="ArgumentException">There are more or fewer pictures than places.</exception>
    public static string Expand(PromptText prompt, int tokensPerTile)
    {
        var parts = prompt.Template.Split(PromptText.Picture);
        if (parts.Length - 1 != prompt.Pictures.Count)
        {
            throw new ArgumentException(
                $"Expected {parts.Length - 1} pictures for the places in '{prompt.Template}', got {prompt.Pictures.Count}.", nameof(prompt));
        }

        var text = new StringBuilder(parts[0]);
        for (var i = 0; i < prompt.Pictures.Count; i++)
        {
            text.Append(Describe(prompt.Pictures[i].Rows, prompt.Pictures[i].Columns, tokensPerTile)).Append(parts[i + 1]);
        }

        return text.ToString();
    }

    /// <summary>The words of one picture.</summary>
    /// <param name="rows">Rows of tiles; 0 for a picture that was not cut.</param>
    /// <param name="columns">Columns of tiles.</param>
    /// <param name="tokensPerTile">Vectors of a tile.</param>
    public static string Describe(int rows, int columns, int tokensPerTile)
    {
        var text = new StringBuilder();
        for (var row = 1; row <= rows; row++)
        {
            for (var column = 1; column <= columns; column++)
            {
                AppendTile(text, FormattableString.Invariant($"<row_{row}_col_{column}>"), tokensPerTile);
            }

            text.Append('\n');
        }

        if (rows > 0)
        {
            text.Append('\n');
        }

        AppendTile(text, Whole, tokensPerTile);
        return text.Append(Border).ToString();
    }

    private static void AppendTile(StringBuilder text, string name, int tokens) =>
        text.Append(Border).Append(name).Insert(text.Length, ImageToken, tokens);
}
