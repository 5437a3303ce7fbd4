using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Eidetic.Cli.Demo;

namespace Eidetic.Tests.Demo;

public sealed class DemoPageTests : IDisposable
{
    private const string Hostile = "</title><script>alert(1)</script>\" onload='x' & \u0007 \ud800 <img src=http://example.org/x>";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidetic-page-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_page_loads_nothing_from_anywhere()
    {
        var page = Parse(DemoPage.Render(SampleReport.Create()));

        var loading = page.Descendants().Attributes()
            .Where(attribute => attribute.Name.LocalName is "src" or "srcset" or "data" or "poster").ToList();
        loading.Should().HaveCount(3).And.OnlyContain(attribute => attribute.Value.StartsWith("data:image/", StringComparison.Ordinal));
        page.Descendants().Attributes("href").Should()
            .OnlyContain(attribute => attribute.Value.StartsWith('#') || attribute.Value.StartsWith("data:", StringComparison.Ordinal));
        page.Descendants("script").Should().BeEmpty();
        page.Descendants("style").Single().Value.Should().NotContain("url(").And.NotContain("@import");
        page.Descendants("meta").Attributes("content").Select(attribute => attribute.Value).Should().ContainMatch("default-src 'none'*");
    }

    [Fact]
    public void A_query_that_nothing_matches_says_so_in_place_of_hits()
    {
        var report = SampleReport.Create() with { Queries = [new DemoQuery { Text = "a submarine", Remark = "no match: 3 % likely", Hits = [] }] };

        var asked = Parse(DemoPage.Render(report)).Descendants("article").Single();

        asked.Value.Should().Contain("no match: 3 % likely").And.NotContain("Nothing came back.");
    }

    [Fact]
    public void Every_picture_is_the_hits_own_bytes_and_has_an_alternative_text()
    {
        var report = SampleReport.Create();

        var pictures = Parse(DemoPage.Render(report)).Descendants("img").ToList();

        pictures.Select(picture => picture.Attribute("alt")!.Value).Should().Equal("red disc", "blue disc", "blue disc");
        var bytes = Convert.FromBase64String(pictures[0].Attribute("src")!.Value["data:image/png;base64,".Length..]);
        bytes.Should().Equal(report.Queries[0].Hits[0].Picture.ToArray());
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        var report = SampleReport.Create() with
        {
            Title = Hostile,
            Facts = [new DemoFact(Hostile, Hostile)],
            Queries = [new DemoQuery { Text = Hostile, Wanted = Hostile, Hits = [SampleReport.Hit(1, Hostile, Hostile, 0.5, isWanted: false)] }],
            Command = Hostile,
        };

        var page = Parse(DemoPage.Render(report));

        page.Descendants("script").Should().BeEmpty();
        page.Descendants("img").Should().ContainSingle().Which.Attributes("onload").Should().BeEmpty();
        page.Descendants("h1").Single().Value.Should().Be(Hostile.Replace('\u0007', '\uFFFD').Replace('\ud800', '\uFFFD'));
    }

    [Fact]
    public void Hostile_examples_words_and_tokens_stay_text()
    {
        var page = Parse(DemoPage.Render(SampleReport.Create() with { Queries = [new DemoQuery { Text = "a", Hits = [SampleReport.ExplainedHit(Hostile)] }] }));

        var text = Hostile.Replace('\u0007', '\uFFFD').Replace('\ud800', '\uFFFD');
        page.Descendants("script").Should().BeEmpty();
        page.Descendants("img").Should().ContainSingle("only the hit itself is a picture of its own");
        page.Descendants("title").Select(title => title.Value).Should().Contain(text);
        page.Descendants("span").Where(span => (string?)span.Attribute("class") == "holds").Select(span => span.Value)
            .Should().Contain(value => value.EndsWith($"12,345 images: {text}, disc", StringComparison.Ordinal));
        page.Descendants("p").Single(paragraph => (string?)paragraph.Attribute("class") == "words").Value.Should().Be($"a {text}+2.5disc\u22120.5red");
    }

    [Fact]
    public void A_thumbnail_that_is_shown_twice_is_in_the_page_once()
    {
        var page = Parse(DemoPage.Render(SampleReport.Create() with { Queries = [new DemoQuery { Text = "a", Hits = [SampleReport.ExplainedHit("disc")] }] }));

        var thumbnail = page.Descendants("image").Should().ContainSingle().Which;
        var uses = page.Descendants("use").Attributes("href").Select(reference => reference.Value).ToArray();
        uses.Should().HaveCount(2).And.OnlyContain(reference => reference == "#" + thumbnail.Attribute("id")!.Value);
        Convert.FromBase64String(thumbnail.Attribute("href")!.Value["data:image/png;base64,".Length..]).Should().Equal(GeneratedPng.Disc(8, 1, 2, 3));
    }

    [Fact]
    public void Landmarks_and_headings_are_in_order()
    {
        var page = Parse(DemoPage.Render(SampleReport.Create()));

        page.Descendants("body").Single().Elements().Select(element => element.Name.LocalName).Should().Equal("a", "header", "main", "footer");
        page.Descendants("h1").Should().ContainSingle();
        var ids = page.Descendants().Attributes("id").Select(attribute => attribute.Value).ToList();
        ids.Should().OnlyHaveUniqueItems();
        var pointers = page.Descendants().Attributes("aria-labelledby").Select(attribute => attribute.Value)
            .Concat(page.Descendants("a").Attributes("href").Select(attribute => attribute.Value[1..]));
        pointers.Should().BeSubsetOf(ids);
    }

    [Fact]
    public void The_first_hit_of_a_query_shows_its_path_and_the_others_open_on_demand()
    {
        var page = Parse(DemoPage.Render(SampleReport.Create()));

        var query = page.Descendants("article").First();
        var paths = query.Descendants("details").ToList();
        paths.Should().HaveCount(2);
        paths[0].Attribute("open").Should().NotBeNull();
        paths[1].Attribute("open").Should().BeNull();
        paths[0].Elements("ol").Single().Elements("li").Select(step => step.Value)
            .Should().Equal("c397.0\u00A0%instead of c12.0\u00A0%", "r1796.0\u00A0%the only way");
    }

    [Fact]
    public void A_query_says_whether_its_image_was_found()
    {
        var page = Parse(DemoPage.Render(SampleReport.Create()));

        page.Descendants("article").Select(article => article.Elements("div").Single().Elements("p").SingleOrDefault()?.Value)
            .Should().Equal("✓ found first", "✗ missed: wanted square.png", null);
    }

    [Fact]
    public void The_recall_table_marks_the_baseline_and_the_best_of_each_column()
    {
        var rows = Parse(DemoPage.Render(SampleReport.Create())).Descendants("tbody").Single().Elements("tr").ToList();

        rows.Select(row => row.Attribute("class")!.Value).Should().Equal("own", "baseline");
        rows[0].Elements("td").Select(cell => cell.Value).Should().Equal("50.0\u00A0%", "75.0\u00A0%", "100.0\u00A0%", "0.625");
        rows[1].Elements("td").Select(cell => cell.Attribute("class")?.Value).Should().Equal(null, "best", "best", null);
    }

    [Fact]
    public void A_report_without_recall_queries_and_curves_still_makes_a_page()
    {
        var page = Parse(DemoPage.Render(new DemoReport { Title = "Empty", Command = "eidetic demo", Provenance = "nowhere" }));

        page.Descendants("section").Should().BeEmpty();
        page.Descendants("nav").Single().Elements().Should().BeEmpty();
        page.Descendants("h1").Single().Value.Should().Be("Empty");
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF }, "data:image/jpeg;base64,")]
    [InlineData(new byte[] { (byte)'G', (byte)'I', (byte)'F', (byte)'8' }, "data:image/gif;base64,")]
    [InlineData(new byte[] { (byte)'R', (byte)'I', (byte)'F', (byte)'F' }, "data:image/webp;base64,")]
    [InlineData(new byte[] { (byte)'B', (byte)'M' }, "data:image/bmp;base64,")]
    public void The_picture_says_its_own_format(byte[] picture, string start)
    {
        var hit = SampleReport.Hit(1, "a", "a", 0.5, isWanted: false) with { Picture = picture };
        var report = SampleReport.Create() with { Queries = [new DemoQuery { Text = "a", Hits = [hit] }] };

        var source = Parse(DemoPage.Render(report)).Descendants("img").Single().Attribute("src")!.Value;

        source.Should().StartWith(start);
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes_in_every_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        var first = Written("first.html");
        byte[] second;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            second = Written("second.html");
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }

        second.Should().Equal(first);
        Encoding.UTF8.GetString(first).Should().StartWith("<!DOCTYPE html>");
    }

    [Fact]
    public void Writing_replaces_an_older_page_and_leaves_nothing_else_behind()
    {
        var path = Path.Combine(_folder.FullName, "new", "page.html");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "old");

        DemoPage.Write(path, SampleReport.Create());

        File.ReadAllText(path).Should().Contain("Four images, remembered");
        Directory.GetFiles(Path.GetDirectoryName(path)!).Should().Equal(path);
    }

    [Fact]
    public void A_page_that_cannot_be_put_in_place_leaves_nothing_behind()
    {
        var occupied = Path.Combine(_folder.FullName, "page.html");
        Directory.CreateDirectory(occupied);

        var writing = () => DemoPage.Write(occupied, SampleReport.Create());

        writing.Should().Throw<Exception>().Which.Should().Match(error => error is IOException || error is UnauthorizedAccessException);
        Directory.GetFiles(_folder.FullName).Should().BeEmpty();
    }

    [Fact]
    public void The_style_keeps_to_names_the_page_uses()
    {
        var sample = SampleReport.Create();
        var explained = new DemoQuery { Text = "a disc", Hits = [SampleReport.ExplainedHit("disc")] };

        var page = DemoPage.Render(sample with { Queries = [.. sample.Queries, explained] });

        var style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        var rules = Regex.Replace(style, @"/\*.*?\*/|\{[^{}]*\}", "", RegexOptions.Singleline);
        var used = Parse(page).Descendants().Attributes("class").SelectMany(attribute => attribute.Value.Split(' '))
            .Append("missing").Append("only").Append("photo").ToHashSet();
        Regex.Matches(rules, @"\.([a-z]+)").Select(match => match.Groups[1].Value).Should().BeSubsetOf(used);
    }

    private byte[] Written(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        DemoPage.Write(path, SampleReport.Create());
        return File.ReadAllBytes(path);
    }

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
