using Eidetic.Server;
using Eidetic.Tests.Memories;
using Microsoft.Playwright;

namespace Eidetic.Tests.Gallery;

/// <summary>A memory of emoji, quickly learned, served for real, and a browser to look at it with: once for all tests of the gallery.</summary>
public sealed class GalleryServer(LearnedMemory learned) : IAsyncLifetime
{
    private const string Source = "emoji:300";
    private const float Patience = 20_000;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private EideticServer? _server;
    private EideticServer? _readOnly;

    public string Url => _server!.Urls[0];

    /// <summary>A server of the same memory that changes nothing.</summary>
    public string ReadOnlyUrl => _readOnly!.Urls[0];

    public HttpClient Client { get; } = new();

    /// <summary>Opens the gallery in a profile of its own; skips the test where there is no browser.</summary>
    internal async Task<GalleryPage> OpenAsync(string path = "/", GalleryView? view = null, Func<IPage, Task>? before = null, string? url = null)
    {
        Assert.SkipWhen(_browser is null, Browsers.HowToGetOne);
        return await GalleryPage.OpenAsync(_browser, (url ?? Url) + path, view ?? new GalleryView(), before);
    }

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        if (Browsers.Find(_playwright) is not { } program)
        {
            return;
        }

        _browser = await Browsers.LaunchAsync(_playwright, program);
        var memory = learned.At("gallery");
        await LearnedMemory.MemorizeQuicklyAsync(new MemorizeOptions { Source = Source, Memory = memory, Epochs = 2 });
        _server = await ServeAsync(memory, isReadOnly: false);
        _readOnly = await ServeAsync(memory, isReadOnly: true);
        Client.BaseAddress = new Uri(Url);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_readOnly?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static Task<EideticServer> ServeAsync(string memory, bool isReadOnly) =>
        EideticServer.StartAsync(new ServerOptions { Memory = memory, Urls = ["http://127.0.0.1:0"], IsReadOnly = isReadOnly });
}
