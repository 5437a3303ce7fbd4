using System.Net;
using Eidetic.Data;
using Eidetic.Tests.Memories;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eidetic.Tests.Gallery;

public sealed partial class GalleryTests
{
    // Drags a picture from outside over the page and drops it into one of its zones.
    private const string DropIt = """
        ([name, bytes, zone]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, { type: 'image/png' }));
          const tell = (target, kind) => target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
          tell(document.body, 'dragenter');
          const shown = !document.querySelector('#drop').hidden;
          tell(document.querySelector(`[data-drop=${zone}]`), 'drop');
          return shown;
        }
        """;

    private static readonly LocatorAssertionsToContainTextOptions Long = new() { Timeout = 120_000 };

    [Fact]
    public async Task A_file_that_is_dropped_to_be_added_is_there_at_once()
    {
        await using var gallery = await server.OpenAsync("/?prefix=orange-");
        await gallery.SettleAsync();
        await Expect(gallery.Tiles).ToHaveCountAsync(0);

        var wasAsked = await DropAsync(gallery, "orange-disc.png", "add");
        await Expect(gallery.Cards.First).ToContainTextAsync("added");
        await Expect(gallery.Tiles).ToHaveCountAsync(1);

        wasAsked.Should().BeTrue("the page asks what to do with what is dropped");
        (await StatusAsync("orange-disc.png")).Should().Be(HttpStatusCode.OK);
        await Expect(gallery.Page.Locator("#changes")).ToContainTextAsync("1 added");
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Consolidating_tells_how_far_it_is_until_nothing_is_left_to_learn()
    {
        // What the page asks for is asked for with one epoch, since this is not about what is learned.
        await using var gallery = await server.OpenAsync(before: page => page.RouteAsync("**/v1/jobs", route => route.Request.Method == "POST"
            ? route.ContinueAsync(new RouteContinueOptions { PostData = "{\"kind\":\"consolidate\",\"epochs\":1}"u8.ToArray() })
            : route.ContinueAsync()));
        await gallery.SettleAsync();
        await DropAsync(gallery, "grey-disc.png", "add");
        await Expect(gallery.Page.Locator("#changes")).ToContainTextAsync("added");

        await gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Consolidate" }).ClickAsync();
        await Expect(gallery.Page.GetByRole(AriaRole.Progressbar, new PageGetByRoleOptions { Name = "Learning what was added" })).ToBeVisibleAsync();

        await Expect(gallery.Page.Locator(".card.good", new PageLocatorOptions { HasText = "Learning what was added" })).ToContainTextAsync("done", Long);
        await Expect(gallery.Page.Locator("#changes")).ToBeHiddenAsync();
        (await StatusAsync("grey-disc.png")).Should().Be(HttpStatusCode.OK);
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_in_words()
    {
        await using var gallery = await server.OpenAsync();
        await gallery.SettleAsync();

        await gallery.Page.EvaluateAsync<bool>(DropIt, new object[] { "broken.png", Convert.ToBase64String("no picture"u8), "add" });

        await Expect(gallery.Page.Locator(".card.bad")).ToContainTextAsync("broken.png was not added");
    }

    [Fact]
    public async Task A_file_that_is_dropped_to_be_asked_with_is_asked_with_and_not_added()
    {
        await using var gallery = await server.OpenAsync();
        await gallery.SettleAsync();

        await DropAsync(gallery, "cyan-disc.png", "search");
        await Expect(gallery.Title).ToHaveTextAsync("Images like yours");
        await gallery.SettleAsync();

        (await gallery.Tiles.CountAsync()).Should().Be(30);
        await Expect(gallery.Page.Locator("#asked-picture img")).ToBeVisibleAsync();
        (await StatusAsync("cyan-disc.png")).Should().Be(HttpStatusCode.NotFound);
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_removed_comes_back_to_its_place_when_that_is_undone()
    {
        await using var gallery = await server.OpenAsync();
        await gallery.SettleAsync();
        var second = await gallery.Tiles.Nth(1).GetAttributeAsync("aria-label");

        await gallery.Tiles.Nth(1).FocusAsync();
        await gallery.Keyboard.PressAsync("Delete");
        await Expect(gallery.Tiles.Nth(1)).Not.ToHaveAttributeAsync("aria-label", second!);
        await gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo" }).ClickAsync();

        await Expect(gallery.Tiles.Nth(1)).ToHaveAttributeAsync("aria-label", second!);
        await Expect(gallery.Cards).ToHaveCountAsync(0);
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task The_server_is_told_of_a_removal_when_it_cannot_be_undone_any_more()
    {
        await using var gallery = await server.OpenAsync();
        await gallery.SettleAsync();
        var key = await KeyOfAsync(gallery, 2);

        await gallery.Tiles.Nth(2).FocusAsync();
        await gallery.Keyboard.PressAsync("Delete");
        var before = await StatusAsync(key);
        var answer = await gallery.Page.RunAndWaitForResponseAsync(
            () => gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dismiss" }).ClickAsync(), response => response.Request.Method == "DELETE");
        await Expect(gallery.Page.Locator("#changes")).ToContainTextAsync("removed");

        answer.Status.Should().Be(200);
        before.Should().Be(HttpStatusCode.OK);
        (await StatusAsync(key)).Should().Be(HttpStatusCode.NotFound);
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_leaves_the_page_has_removed_what_they_removed()
    {
        string key;
        await using (var gallery = await server.OpenAsync())
        {
            await gallery.SettleAsync();
            key = await KeyOfAsync(gallery, 3);
            await gallery.Tiles.Nth(3).FocusAsync();
            await gallery.Keyboard.PressAsync("Delete");
            await Expect(gallery.Cards).ToHaveCountAsync(1);

            await gallery.Page.GotoAsync(server.Url + "/v1/memory");
            for (var attempt = 0; attempt < 50 && await StatusAsync(key) == HttpStatusCode.OK; attempt++)
            {
                await gallery.Page.WaitForTimeoutAsync(100);
            }
        }

        (await StatusAsync(key)).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Where_a_key_is_wanted_the_page_asks_for_it_and_sends_it_with_everything()
    {
        await using var gallery = await server.OpenAsync(before: page => page.RouteAsync("**/v1/**", route =>
            route.Request.Headers.TryGetValue("authorization", out var sent) && sent == "Bearer secret"
                ? route.ContinueAsync()
                : route.FulfillAsync(new RouteFulfillOptions { Status = 401, ContentType = "application/problem+json", Body = """{"title":"A key is needed","status":401}""" })));

        await gallery.Page.GetByLabel("API key").FillAsync("wrong");
        await gallery.Keyboard.PressAsync("Enter");
        await Expect(gallery.Page.Locator("#key-reason")).ToContainTextAsync("not known");
        await gallery.Page.GetByLabel("API key").FillAsync("secret");
        await gallery.Keyboard.PressAsync("Enter");
        await gallery.SettleAsync();

        await gallery.Page.WaitForFunctionAsync("() => document.querySelector('#grid img').naturalWidth > 0");
        (await gallery.Page.EvaluateAsync<string>("() => sessionStorage.getItem('eidetic.key')")).Should().Be("secret");
    }

    private static Task<bool> DropAsync(GalleryPage gallery, string name, string zone) => gallery.Page.EvaluateAsync<bool>(
        DropIt, new object[] { name, Convert.ToBase64String(ImageWriter.EncodePng(Pictures.Draw(Path.GetFileNameWithoutExtension(name)))), zone });

    private static Task<string> KeyOfAsync(GalleryPage gallery, int index) => gallery.Page.EvaluateAsync<string>(
        "async index => (await (await fetch(`v1/images?limit=${index + 1}`)).json()).images[index].image", index);

    private async Task<HttpStatusCode> StatusAsync(string key)
    {
        using var response = await server.Client.GetAsync($"/v1/images/{Uri.EscapeDataString(key)}");
        return response.StatusCode;
    }
}
