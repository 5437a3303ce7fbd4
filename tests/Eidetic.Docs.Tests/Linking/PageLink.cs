namespace Eidetic.Docs.Tests.Linking;

/// <summary>A link of a page.</summary>
/// <param name="Page">Path of the page.</param>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Target">Where it leads.</param>
internal sealed record PageLink(string Page, int Line, string Target)
{
    /// <summary>Whether it leads out of the repository.</summary>
    public bool IsAway => Target.Contains("://", StringComparison.Ordinal) || Target.StartsWith("mailto:", StringComparison.Ordinal);

    public override string ToString() => $"{Page}({Line}): {Target}";
}
