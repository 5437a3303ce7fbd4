using System.Text;
using System.Text.RegularExpressions;
using Eidetic.Docs.Tests.Pages;
using Eidetic.Tests.Architecture;

namespace Eidetic.Docs.Tests.Linking;

/// <summary>Links and anchors of pages, as GitHub makes them.</summary>
internal static partial class PageLinks
{
    /// <summary>Every link of a page's prose: inline, by reference, and in HTML.</summary>
    public static IEnumerable<PageLink> Of(MarkdownPage page) =>
        page.Prose.SelectMany(line => Link().Matches(InlineCode().Replace(line.Text, "")).Select(match =>
            new PageLink(page.Path, line.Number, match.Groups["target"].Value)));

    /// <summary>Whether a link within the repository leads to a file, a folder or a heading that exists.</summary>
    /// <param name="link">The link.</param>
    /// <param name="readPage">Reads a page by its path.</param>
    public static bool Leads(PageLink link, Func<string, MarkdownPage> readPage)
    {
        var parts = link.Target.Split('#', 2);
        var folder = Path.GetDirectoryName(link.Page)!;
        var path = parts[0].Length == 0 ? link.Page : Normalize(Path.Combine(folder, Uri.UnescapeDataString(parts[0])));
        if (parts[0].Length > 0 && (path is null || !Exists(path)))
        {
            return false;
        }

        return parts.Length == 1 || !path!.EndsWith(".md", StringComparison.Ordinal) || Anchors(readPage(path)).Contains(parts[1]);
    }

    /// <summary>The anchors of a page's headings; of equal ones the second ends with <c>-1</c>.</summary>
    public static IReadOnlySet<string> Anchors(MarkdownPage page)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in page.Prose)
        {
            foreach (Match named in NamedAnchor().Matches(line.Text))
            {
                anchors.Add(named.Groups[1].Value);
            }

            if (Heading().Match(line.Text) is { Success: true } heading)
            {
                var slug = Slug(heading.Groups[1].Value);
                var number = 1;
                for (var name = slug; !anchors.Add(name); number++)
                {
                    name = $"{slug}-{number}";
                }
            }
        }

        return anchors;
    }

    private static string Slug(string heading)
    {
        var slug = new StringBuilder();
        foreach (var letter in LinkText().Replace(heading, "$1").Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter is '_' or '-')
            {
                slug.Append(letter);
            }
            else if (letter == ' ')
            {
                slug.Append('-');
            }
        }

        return slug.ToString();
    }

    // Null where the path leaves the repository.
    private static string? Normalize(string path)
    {
        var whole = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Repository.At(path))).Replace('\\', '/');
        return whole.StartsWith("..", StringComparison.Ordinal) ? null : whole;
    }

    // By the names as they are written, where the file system itself would take others.
    private static bool Exists(string path)
    {
        var folder = Repository.Root;
        foreach (var name in path.Split('/').Where(name => name is not "."))
        {
            var entries = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, name) : [];
            if (!entries.Any(entry => Path.GetFileName(entry) == name))
            {
                return false;
            }

            folder = Path.Combine(folder, name);
        }

        return true;
    }

    [GeneratedRegex("""\]\(<?(?<target>[^)\s>]+)>?(?:\s+"[^"]*")?\)|^\s*\[[^\]^]+\]:\s+(?<target>\S+)|<(?:a|img)\b[^>]*?\b(?:href|src)="(?<target>[^"]+)"\s?""")]
    private static partial Regex Link();

    [GeneratedRegex("(`+).+?\\1")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#{1,6}\\s+(.*?)\\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex("\\[([^\\]]*)\\]\\([^)]*\\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("<a\\s+(?:id|name)=\"([^\"]+)\"")]
    private static partial Regex NamedAnchor();
}
