using System.Text;

namespace Eidetic.Cli.Demo;

/// <summary>
/// Writes a report, the demo's or that of a recall, as one HTML file that needs nothing else: pictures are data URIs, style and charts are inline, there is no script, and
/// its own content policy forbids the browser to load anything. The same report gives the same bytes.
/// </summary>
internal static class DemoPage
{
    private const string ContentPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
    private const string IconSvg =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
        + "%3Crect width='32' height='32' rx='8' fill='%230f766e'/%3E"
        + "%3Cpath d='M7 16h7l8-7M14 16l8 7' fill='none' stroke='white' stroke-width='2.5'/%3E"
        + "%3Ccircle cx='23' cy='9' r='3.5' fill='white'/%3E%3C/svg%3E";

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="path">The file; replaced when it exists. Its folder is created.</param>
    /// <param name="report">What the page shows.</param>
    /// <exception cref="IOException">The file cannot be written; an older page is left as it was.</exception>
    public static void Write(string path, DemoReport report)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(report);
        WholeFile.Write(path, Render(report));
    }

    /// <summary>The page as text.</summary>
    public static string Render(DemoReport report)
    {
        var page = new Html("html").Set("lang", "en").Add(Head(report.Title), Body(report));
        var output = new StringBuilder("<!DOCTYPE html>\n");
        page.WriteTo(output);
        return output.Append('\n').ToString();
    }

    private static Html Head(string title) =>
        new Html("head").Add(
            new Html("meta").Set("charset", "utf-8"),
            new Html("meta").Set("http-equiv", "Content-Security-Policy").Set("content", ContentPolicy),
            new Html("meta").Set("name", "viewport").Set("content", "width=device-width, initial-scale=1"),
            new Html("meta").Set("name", "color-scheme").Set("content", "light dark"),
            new Html("title").Text($"{title} · Eidetic"),
            new Html("link").Set("rel", "icon").Set("href", IconSvg),
            new Html("style").AddOwnCode(StyleSheet()));

    private static Html Body(DemoReport report)
    {
        Html?[] sections = [RecallSection.Draw(report), QuerySection.Draw(report.Queries), CurveSection.Draw(report.Curves)];
        return new Html("body").Add(
            new Html("a", "skip").Set("href", "#content").Text("Skip to the results"),
            PictureSheet.Draw(report.Queries),
            PageFrame.Header(report),
            new Html("main").Set("id", "content").Add(sections),
            PageFrame.Footer(report));
    }

    private static string StyleSheet()
    {
        using var stream = typeof(DemoPage).Assembly.GetManifestResourceStream("Eidetic.Cli.Demo.page.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return "\n" + reader.ReadToEnd();
    }
}
