using Microsoft.Playwright;

namespace Eidetic.Tests.Gallery;

/// <summary>Finds a Chromium to look at the gallery with; nothing is downloaded.</summary>
internal static class Browsers
{
    /// <summary>Names the browser to use, before all others.</summary>
    public const string Variable = "EIDETIC_BROWSER";

    public const string HowToGetOne = $"No browser was found: install Chromium or Chrome, or let {Variable} name one.";

    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>The program of a browser, or null where there is none.</summary>
    /// <param name="playwright">Knows where its own installation would be.</param>
    public static string? Find(IPlaywright playwright)
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(named)
            ? Places.Append(playwright.Chromium.ExecutablePath).FirstOrDefault(File.Exists)
            : named;
    }

    /// <summary>Starts a browser without a window. The sandbox needs rights that containers rarely give, and only the server under test is visited.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, string program) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = program,
        Args = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
    });
}
