using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Eidetic.Tests.Architecture;

namespace Eidetic.Docs.Tests.ApiReference;

/// <summary>The pages of <c>docs/api</c>, made from the libraries and what their source says.</summary>
internal static class ReferencePages
{
    private const string Origin = "<!-- Made from the source by eng/make-api-reference.sh; a change belongs there. -->\n";

    /// <summary>Makes every page.</summary>
    /// <returns>Contents by file name.</returns>
    public static SortedDictionary<string, string> Make()
    {
        var symbols = new ReferenceSymbols();
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var index = new StringBuilder($"{Origin}# API reference\nWhat applications meet, by library. How to begin: [the guides](../guides/add-to-aspnet.md).\n\n| library | is |\n|---|---|\n");
        foreach (var library in ReferenceSymbols.Libraries)
        {
            var description = XDocument.Load(Repository.At("src", library, $"{library}.csproj")).Descendants("Description").Single().Value;
            index.Append(CultureInfo.InvariantCulture, $"| [{library}]({library}.md) | {description} |\n");
            pages[$"{library}.md"] = Page(symbols, library, description);
        }

        pages["README.md"] = index.ToString();
        return pages;
    }

    private static string Page(ReferenceSymbols symbols, string library, string description)
    {
        var text = new DocText(symbols);
        var section = new TypeSection(text);
        var page = new StringBuilder($"{Origin}# {library}\n{description} [All libraries](README.md)\n");
        foreach (var space in symbols.Types[library].GroupBy(ReferenceSymbols.Namespace))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## namespace {space.Key}\n| type | is |\n|---|---|\n");
            foreach (var type in space)
            {
                page.Append(CultureInfo.InvariantCulture, $"| [`{type.Name}`](#{type.Name.ToLowerInvariant()}) | {text.Lead(DocComment.Of(type).Summary)} |\n");
            }

            page.Append('\n').AppendJoin("", space.Select(section.Write));
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }
}
