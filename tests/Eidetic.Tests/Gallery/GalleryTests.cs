using Eidetic.Tests.Memories;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eidetic.Tests.Gallery;

/// <summary>The gallery in a real browser, on a real server with a real memory. Without a browser these tests are skipped and say so.</summary>
[Collection(TorchTests.Name)]
public sealed partial class GalleryTests(GalleryServer server, ITestOutputHelper output) : IClassFixture<GalleryServer>
{
    private const double MostShift = 0.01;

    [Fact]
    public async Task The_collection_is_there_before_anything_is_asked_and_goes_on_when_scrolled()
    {
        await using var gallery = await server.OpenAsync();
        await gallery.SettleAsync();
        var first = await gallery.Tiles.CountAsync();

        await gallery.Page.EvaluateAsync("() => scrollTo(0, document.body.scrollHeight)");
        await gallery.Page.WaitForFunctionAsync("first => document.querySelectorAll('#grid .tile').length > first", first);

        await Expect(gallery.Title).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^\\d+ images, remembered$"));
        first.Should().BeGreaterThan(20);
        (await gallery.ShiftedAsync()).Should().BeLessThan(MostShift, "boxes have their size before their thumbnails come");
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Boxes_of_a_row_have_one_height_and_fill_the_width_also_after_the_window_changed()
    {
        await using var gallery = await server.OpenAsync("/?q=face");
        await gallery.SettleAsync();
        await gallery.Page.SetViewportSizeAsync(960, 700);
        await gallery.Page.WaitForFunctionAsync("() => document.querySelector('#grid').clientWidth < 960");

        var rows = await gallery.Page.EvaluateAsync<double[][]>("""
            async () => {
              await new Promise(done => setTimeout(done, 500));
              const grid = document.querySelector('#grid').getBoundingClientRect();
              const rows = Map.groupBy([...document.querySelectorAll('#grid .frame')].map(frame => frame.getBoundingClientRect()), box => Math.round(box.top));
              return [...rows.values()].map(row => [row.length, Math.max(...row.map(b => b.height)) - Math.min(...row.map(b => b.height)), grid.right - row.at(-1).right]);
            }
            """);

        rows.Should().HaveCountGreaterThan(2).And.OnlyContain(row => row[1] < 0.5);
        rows.SkipLast(1).Should().OnlyContain(row => row[0] > 3 && row[2] < 1);
    }

    [Fact]
    public async Task Every_control_has_a_name_wherever_one_looks()
    {
        await using var gallery = await server.OpenAsync("/?q=face&tags=animal,smile&min=0.001");
        await gallery.SettleAsync();
        var nameless = new List<string>(await gallery.NamelessControlsAsync());
        await gallery.Page.Locator("#filters-open").ClickAsync();
        nameless.AddRange(await gallery.NamelessControlsAsync());
        await gallery.Tiles.First.ClickAsync();
        await gallery.Keyboard.PressAsync("e");
        await Expect(gallery.Viewer.Locator("svg.path")).ToBeVisibleAsync();
        nameless.AddRange(await gallery.NamelessControlsAsync());
        await gallery.Keyboard.PressAsync("Escape");
        await gallery.Page.Locator("#help-open").ClickAsync();
        nameless.AddRange(await gallery.NamelessControlsAsync());

        nameless.Should().BeEmpty();
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task It_looks_right_in_the_light_in_the_dark_and_on_a_phone()
    {
        foreach (var (name, view) in new[] { ("light", new GalleryView()), ("dark", new GalleryView { IsDark = true }), ("phone", GalleryView.Phone) })
        {
            await using var gallery = await server.OpenAsync("/?q=a%20smiling%20face", view);
            await gallery.SettleAsync();
            await gallery.KeepScreenshotAsync($"{name}.png");
            await gallery.Tiles.First.FocusAsync();
            await gallery.Keyboard.PressAsync("e");
            await Expect(gallery.Viewer.Locator("svg.path")).ToBeVisibleAsync();
            await gallery.KeepScreenshotAsync($"{name}-explained.png");

            var overflow = await gallery.Page.EvaluateAsync<double>("() => document.documentElement.scrollWidth - innerWidth");
            var brightness = await gallery.Page.EvaluateAsync<double>("() => Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");

            overflow.Should().BeLessThanOrEqualTo(0, "nothing is wider than the {0} window", name);
            (brightness < 128).Should().Be(view.IsDark);
            gallery.Errors.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task The_colors_can_be_turned_and_stay_so()
    {
        await using var gallery = await server.OpenAsync();

        await gallery.Page.Locator("#theme").ClickAsync();
        await gallery.Page.ReloadAsync();

        await Expect(gallery.Page.Locator("#theme")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(gallery.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(20, 20, 18)");
    }

    [Fact]
    public async Task A_server_that_changes_nothing_offers_no_change()
    {
        await using var gallery = await server.OpenAsync(url: server.ReadOnlyUrl);
        await gallery.SettleAsync();
        await gallery.Tiles.First.ClickAsync();
        await Expect(gallery.Viewer).ToBeVisibleAsync();

        (await gallery.Page.Locator("#add").IsVisibleAsync()).Should().BeFalse();
        (await gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove" }).CountAsync()).Should().Be(0);
        (await gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Open file" }).CountAsync()).Should().Be(1);
    }
}
