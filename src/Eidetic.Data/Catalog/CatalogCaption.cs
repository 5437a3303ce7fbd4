namespace Eidetic.Data;

/// <summary>A text that belongs to an image, and who wrote it.</summary>
/// <param name="Text">The caption.</param>
/// <param name="Origin"><see cref="FromSource"/>, or <c>pseudo:NAME</c> for one a captioner wrote.</param>
public sealed record CatalogCaption(string Text, string Origin = CatalogCaption.FromSource)
{
    /// <summary>Origin of captions that came with the image.</summary>
    public const string FromSource = "caption";

    /// <summary>Origin of captions that a captioner wrote.</summary>
    /// <param name="captioner">The captioner's name.</param>
    public static string PseudoOrigin(string captioner) => "pseudo:" + captioner;

    /// <summary>True when a captioner wrote it.</summary>
    public bool IsPseudo => Origin.StartsWith("pseudo:", StringComparison.Ordinal);
}
