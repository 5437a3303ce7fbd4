using Eidetic.Tests.Architecture;
using Microsoft.CodeAnalysis;

namespace Eidetic.Docs.Tests.ApiReference;

/// <summary>The API reference says what the source says, and the source says something of everything.</summary>
public sealed class ApiReferenceTests
{
    // Set by eng/make-api-reference.sh, to write the pages in place of comparing them.
    private const string Write = "EIDETIC_WRITE_API_REFERENCE";

    private static readonly string Folder = Repository.At("docs", "api");

    [Fact]
    public void The_pages_are_what_the_source_makes()
    {
        var pages = ReferencePages.Make();

        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            Replace(pages);
        }

        Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Should().BeEquivalentTo(pages.Keys);
        pages.Where(page => File.ReadAllText(Path.Combine(Folder, page.Key)).ReplaceLineEndings("\n") != page.Value).Select(page => $"docs/api/{page.Key}")
            .Should().BeEmpty("'bash eng/make-api-reference.sh' makes them anew");
    }

    [Fact]
    public void Every_type_and_member_says_what_it_is()
    {
        var pages = ReferencePages.Make();

        // A row or a section without its sentence.
        var silent = pages.SelectMany(page => page.Value.Split('\n').Where(line => line.StartsWith('|') && line.EndsWith("|  |", StringComparison.Ordinal))
            .Select(line => $"{page.Key}: {line}"));

        string.Join('\n', silent).Should().BeEmpty();
    }

    [Fact]
    public void A_page_shows_declarations_links_and_what_is_inherited()
    {
        var pages = ReferencePages.Make();

        pages["Eidetic.md"].Should().ContainAll(
            "### ImageMemory\n`sealed class ImageMemory : IImageMemory, IAsyncDisposable`",
            "- `static Task<ImageMemory> OpenAsync(string folder, CancellationToken cancellationToken = default)`\\\n  Opens a memory",
            "throws [`MemoryException`](Eidetic.Abstractions.md#memoryexception): The folder is missing",
            "| `Count` | int | ");
        pages["Eidetic.Abstractions.md"].Should().ContainAll(
            "| `Key`, required | string | Key of the image. |", "| `Hits` | IReadOnlyList\\<[Hit](Eidetic.Abstractions.md#hit)> | Best first");
        pages.Values.Should().NotContain(page => page.Contains("<Clone>$", StringComparison.Ordinal));
    }

    private static void Replace(SortedDictionary<string, string> pages)
    {
        Directory.CreateDirectory(Folder);
        foreach (var gone in Directory.EnumerateFiles(Folder).Where(file => !pages.ContainsKey(Path.GetFileName(file))))
        {
            File.Delete(gone);
        }

        foreach (var (name, page) in pages)
        {
            File.WriteAllText(Path.Combine(Folder, name), page);
        }
    }
}
