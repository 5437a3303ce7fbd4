using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>A prompt: text in which each <see cref="Picture"/> stands for the next of its pictures.</summary>
/// <param name="Template">The text, as in <c>image numeric id&lt;image&gt;id </c>.</param>
/// <param name="Pictures">One for each place.</param>
internal sealed record PromptText(string Template, IReadOnlyList<PreparedPicture> Pictures)
{
    /// <summary>Stands for a picture.</summary>
    public const string Picture = "<image>";
}
