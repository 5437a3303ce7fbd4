using System.Text.Json;
using Microsoft.Playwright;

namespace Eidetic.Tests.Gallery;

/// <summary>The gallery in a tab: its parts by what they are to a user, and what went wrong in it.</summary>
internal sealed class GalleryPage : IAsyncDisposable
{
    // Layout shifts that no key or click explains are summed up, as the metric of that name says.
    private const string CountShifts = """
        window.shifted = 0;
        new PerformanceObserver(list => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        """;

    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    private GalleryPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What was written to the console as an error or a warning, and what was thrown.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public ILocator Query => Page.Locator("#query");

    public ILocator Title => Page.Locator("#title");

    public ILocator Tiles => Page.Locator("#grid .tile .open");

    public ILocator Viewer => Page.Locator("#viewer");

    public ILocator Cards => Page.Locator("#tray .card");

    public IKeyboard Keyboard => Page.Keyboard;

    public static async Task<GalleryPage> OpenAsync(IBrowser browser, string url, GalleryView view, Func<IPage, Task>? before)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = view.Width, Height = view.Height },
            ColorScheme = view.IsDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(20_000);
        var gallery = new GalleryPage(context, await context.NewPageAsync());
        await gallery.Page.AddInitScriptAsync(CountShifts);
        await (before?.Invoke(gallery.Page) ?? Task.CompletedTask);
        await gallery.Page.GotoAsync(url);
        return gallery;
    }

    /// <summary>Waits until something is shown: images, or a notice in their place.</summary>
    public Task SettleAsync() => Page.WaitForFunctionAsync(
        "() => document.querySelector('#grid .tile, #notice:not([hidden]) h2') && !document.querySelector('#grid').hasAttribute('aria-busy')");

    /// <summary>Asks by typing, and waits for the answer.</summary>
    public async Task AskAsync(string query)
    {
        await Query.FillAsync(query);
        await Page.WaitForFunctionAsync("query => document.querySelector('#title').textContent === query", query);
        await SettleAsync();
    }

    public Task<double> ShiftedAsync() => Page.EvaluateAsync<double>("() => window.shifted");

    /// <summary>What the focus is in, said as the name of a control.</summary>
    public Task<string> FocusedAsync() =>
        Page.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label') || document.activeElement.id || document.activeElement.localName");

    /// <summary>Controls that a screen reader can reach and has no name for, as the browser itself computes names.</summary>
    public async Task<IReadOnlyList<string>> NamelessControlsAsync()
    {
        string[] roles = ["button", "link", "textbox", "searchbox", "combobox", "checkbox", "slider", "progressbar", "dialog", "image"];
        var session = await _context.NewCDPSessionAsync(Page);
        var tree = await session.SendAsync("Accessibility.getFullAXTree");
        return
        [
            .. tree!.Value.GetProperty("nodes").EnumerateArray()
                .Where(node => !node.GetProperty("ignored").GetBoolean() && roles.Contains(Text(node, "role")) && Text(node, "name") is null or "")
                .Select(node => $"{Text(node, "role")} {node.GetProperty("nodeId")}"),
        ];

        static string? Text(JsonElement node, string property) =>
            node.TryGetProperty(property, out var said) && said.TryGetProperty("value", out var value) ? value.ToString() : null;
    }

    /// <summary>Keeps a picture of the page among the test's results.</summary>
    public async Task KeepScreenshotAsync(string name)
    {
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('#grid img')].filter(i => i.getBoundingClientRect().top < innerHeight).every(i => i.complete)");
        var bytes = await Page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled });
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults", "gallery")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
        TestContext.Current.AddAttachment(name, bytes, "image/png");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
