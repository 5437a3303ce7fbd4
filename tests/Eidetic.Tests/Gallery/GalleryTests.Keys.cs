using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eidetic.Tests.Gallery;

public sealed partial class GalleryTests
{
    [Fact]
    public async Task Arrows_move_in_the_grid_enter_opens_and_escape_leads_back()
    {
        await using var gallery = await server.OpenAsync("/?q=face");
        await gallery.SettleAsync();
        var names = await gallery.Tiles.EvaluateAllAsync<string[]>("tiles => tiles.map(tile => tile.getAttribute('aria-label'))");
        var columns = await gallery.Page.EvaluateAsync<int>(
            "() => { const tops = [...document.querySelectorAll('#grid .frame')].map(f => Math.round(f.getBoundingClientRect().top)); return tops.filter(top => top === tops[0]).length; }");

        await gallery.Keyboard.PressAsync("/");
        (await gallery.FocusedAsync()).Should().Be("Describe an image");
        await gallery.Keyboard.PressAsync("ArrowDown");
        (await gallery.FocusedAsync()).Should().Be(names[0]);
        await gallery.Keyboard.PressAsync("ArrowRight");
        (await gallery.FocusedAsync()).Should().Be(names[1]);
        await gallery.Keyboard.PressAsync("ArrowDown");
        (await gallery.FocusedAsync()).Should().Be(names[1 + columns]);
        await gallery.Keyboard.PressAsync("Enter");
        await Expect(gallery.Viewer).ToBeVisibleAsync();
        (await gallery.Page.EvaluateAsync<bool>("() => document.querySelector('#viewer').contains(document.activeElement)")).Should().BeTrue();
        await gallery.Keyboard.PressAsync("Escape");

        await Expect(gallery.Viewer).ToBeHiddenAsync();
        (await gallery.FocusedAsync()).Should().Be(names[1 + columns]);
        await gallery.Page.WaitForURLAsync(url => !url.Contains("image=", StringComparison.Ordinal));
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Letters_explain_find_similar_images_and_help()
    {
        await using var gallery = await server.OpenAsync("/?q=face");
        await gallery.SettleAsync();

        await gallery.Keyboard.PressAsync("?");
        await Expect(gallery.Page.Locator("#help")).ToBeVisibleAsync();
        await Expect(gallery.Page.Locator("#facts")).ToContainTextAsync("residual");
        await gallery.Keyboard.PressAsync("Escape");
        await gallery.Tiles.First.FocusAsync();
        await gallery.Keyboard.PressAsync("e");
        await Expect(gallery.Viewer.Locator("svg.path")).ToBeVisibleAsync();
        await gallery.Keyboard.PressAsync("s");

        await Expect(gallery.Viewer).ToBeHiddenAsync();
        await Expect(gallery.Title).ToContainTextAsync("Images like");
        await gallery.SettleAsync();
        gallery.Page.Url.Should().Contain("like=");
        (await gallery.Tiles.CountAsync()).Should().Be(30);
        await gallery.Keyboard.PressAsync("Escape");
        await Expect(gallery.Title).ToContainTextAsync("remembered");
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task The_focus_stays_inside_an_open_dialog()
    {
        await using var gallery = await server.OpenAsync();
        await gallery.SettleAsync();
        await gallery.Tiles.First.ClickAsync();
        await Expect(gallery.Viewer).ToBeVisibleAsync();

        var isInside = new List<bool>();
        for (var press = 0; press < 12; press++)
        {
            await gallery.Keyboard.PressAsync("Tab");
            isInside.Add(await gallery.Page.EvaluateAsync<bool>("() => document.activeElement === document.body || document.querySelector('#viewer').contains(document.activeElement)"));
        }

        isInside.Should().OnlyContain(inside => inside);
    }
}
