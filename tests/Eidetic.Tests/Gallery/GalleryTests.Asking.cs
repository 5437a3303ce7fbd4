using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eidetic.Tests.Gallery;

public sealed partial class GalleryTests
{
    private const double SoonEnough = 300;

    // Says, in milliseconds, how long after the last key stroke the answer to all that was typed was shown.
    private const string TimeTheAnswer = """
        query => new Promise(done => {
          let typed = 0;
          const input = document.querySelector('#query');
          const grid = document.querySelector('#grid');
          const noted = () => { typed = performance.now(); };
          input.addEventListener('input', noted);
          const watch = new MutationObserver(() => {
            if (document.querySelector('#title').textContent !== query || !grid.querySelector('.tile.hit')) return;
            watch.disconnect();
            input.removeEventListener('input', noted);
            done(performance.now() - typed);
          });
          watch.observe(document.querySelector('main'), { subtree: true, childList: true, attributes: true });
          window.timing = true;
        })
        """;

    [Fact]
    public async Task The_first_results_are_there_within_300_milliseconds_of_the_last_key_stroke()
    {
        string[] queries =
        [
            "cat", "red apple", "a flag", "happy", "hand up", "sad face", "a heart", "winter", "man running", "fruit", "clock", "love", "woman with hair",
            "sleepy", "a dog", "party", "angry", "fish", "two people", "yellow smile", "monkey", "thinking", "old man", "green leaf", "kiss",
        ];
        await using var gallery = await server.OpenAsync();
        await gallery.SettleAsync();
        await gallery.AskAsync("face");

        var waits = new List<double>();
        foreach (var query in queries)
        {
            await gallery.Page.EvaluateAsync("() => { window.timing = false; }");
            var timed = gallery.Page.EvaluateAsync<double>(TimeTheAnswer, query);
            await gallery.Page.WaitForFunctionAsync("() => window.timing");
            await gallery.Query.PressAsync("Control+a");
            await gallery.Query.PressSequentiallyAsync(query, new LocatorPressSequentiallyOptions { Delay = 20 });
            waits.Add(await timed);
        }

        waits.Sort();
        var (middle, late) = (waits[waits.Count / 2], waits[(int)(0.95 * waits.Count)]);
        output.WriteLine($"last key stroke to first results: median {middle:F0} ms, 95th percentile {late:F0} ms of {waits.Count} ({string.Join(' ', waits.Select(wait => $"{wait:F0}"))})");
        // The machine of a test may be busy with others for a moment: a quarter may come later, in a quiet run none does (docs/experiments.md).
        waits[3 * waits.Count / 4].Should().BeLessThan(SoonEnough, "of {0}", string.Join(", ", waits.Select(wait => $"{wait:F0} ms")));
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_comes_late_does_not_cover_a_later_one()
    {
        await using var gallery = await server.OpenAsync(before: page => page.RouteAsync("**/v1/recall", async route =>
        {
            if (route.Request.PostData?.Contains("slow", StringComparison.Ordinal) == true)
            {
                await Task.Delay(1200);
            }

            await route.ContinueAsync();
        }));
        await gallery.SettleAsync();

        await gallery.Query.FillAsync("slow");
        await gallery.Page.WaitForTimeoutAsync(300);
        await gallery.AskAsync("quick");
        await gallery.Page.WaitForTimeoutAsync(1500);

        await Expect(gallery.Title).ToHaveTextAsync("quick");
    }

    [Fact]
    public async Task Every_hit_tells_its_probability_as_the_server_does()
    {
        var answer = await RecallAsync(new { query = "a smiling face", top = 30 });
        await using var gallery = await server.OpenAsync("/?q=a%20smiling%20face");
        await gallery.SettleAsync();

        var shown = await gallery.Page.Locator("#grid .tile .chance .number").AllTextContentsAsync();

        shown.Should().HaveCount(30);
        shown[0].Should().Be($"{answer.GetProperty("hits")[0].GetProperty("probability").GetDouble() * 100:F1} %");
        await Expect(gallery.Page.Locator("#summary")).ToContainTextAsync("30 recalled");
        await Expect(gallery.Page.Locator("#live")).ToHaveTextAsync("30 images recalled.");
    }

    [Fact]
    public async Task The_address_holds_the_question_and_the_way_back_leads_to_the_one_before()
    {
        await using var gallery = await server.OpenAsync("/?q=cat");
        await gallery.SettleAsync();
        await gallery.AskAsync("flag");
        gallery.Page.Url.Should().EndWith("?q=flag");

        await gallery.Page.GoBackAsync();

        await Expect(gallery.Title).ToHaveTextAsync("cat");
        await Expect(gallery.Query).ToHaveValueAsync("cat");
    }

    [Fact]
    public async Task An_explanation_draws_the_path_of_the_identifier_and_shades_the_words()
    {
        var answer = await RecallAsync(new { query = "a smiling face", top = 30, explain = true });
        var hit = answer.GetProperty("hits")[0];
        await using var gallery = await server.OpenAsync("/?q=a%20smiling%20face");
        await gallery.SettleAsync();
        await gallery.Tiles.First.HoverAsync();

        await gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Explain" }).First.ClickAsync();
        await Expect(gallery.Viewer.Locator("svg.path")).ToBeVisibleAsync();

        var tokens = await gallery.Viewer.Locator("svg .node.taken .token").AllTextContentsAsync();
        tokens.Should().Equal(hit.GetProperty("identifier").EnumerateArray().Select(token => token.GetString()!));
        (await gallery.Viewer.Locator("svg .node.instead").CountAsync())
            .Should().Be(hit.GetProperty("trace").EnumerateArray().Count(step => step.TryGetProperty("runnerUp", out _)));
        (await gallery.Viewer.Locator("svg .example image").CountAsync()).Should().BeGreaterThan(0);
        (await gallery.Viewer.Locator(".words .for, .words .against").CountAsync()).Should().BeInRange(1, 2);
        gallery.Page.Url.Should().Contain("image=");
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task No_match_is_shown_as_such_with_the_closest_image_offered()
    {
        await using var gallery = await server.OpenAsync("/?q=annual%20report%20of%20a%20bank&min=0.9999");
        await gallery.SettleAsync();
        await Expect(gallery.Page.Locator("#notice h2")).ToHaveTextAsync("No match");
        (await gallery.Tiles.CountAsync()).Should().Be(0);
        await gallery.KeepScreenshotAsync("no-match.png");

        await gallery.Page.Locator(".closest").ClickAsync();
        await Expect(gallery.Viewer).ToBeVisibleAsync();
        await gallery.Keyboard.PressAsync("Escape");
        await gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show unlikely ones" }).ClickAsync();

        await Expect(gallery.Tiles).ToHaveCountAsync(30);
        gallery.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Filters_narrow_what_is_named_and_tell_why_nothing_is_left()
    {
        await using var gallery = await server.OpenAsync("/?q=face");
        await gallery.SettleAsync();

        await gallery.Page.Locator("#filters-open").ClickAsync();
        await gallery.Page.GetByLabel("Key begins with").FillAsync("s");
        await Expect(gallery.Page.Locator(".chip")).ToHaveTextAsync("begins with s");
        await gallery.SettleAsync();
        var names = await gallery.Page.EvaluateAsync<string[]>("async () => (await Promise.all([...document.querySelectorAll('#grid img')].map(i => decodeURIComponent(i.src.split('/').at(-2)))))");
        await gallery.Page.GetByLabel("Has all tags").FillAsync("no such tag");
        await Expect(gallery.Page.Locator("#notice h2")).ToHaveTextAsync("Nothing to name");

        names.Should().NotBeEmpty().And.OnlyContain(key => key.StartsWith('s'));
        await Expect(gallery.Page.Locator("#notice p")).ToContainTextAsync("no such tag");
        gallery.Page.Url.Should().Contain("prefix=s");
    }

    [Fact]
    public async Task What_fails_is_told_in_the_servers_words_and_can_be_tried_again()
    {
        var failures = 1;
        await using var gallery = await server.OpenAsync("/?q=cat", before: page => page.RouteAsync("**/v1/recall", route => failures-- > 0
            ? route.FulfillAsync(new RouteFulfillOptions { Status = 503, ContentType = "application/problem+json", Body = """{"title":"Busy","status":503,"detail":"Ask again in a minute."}""" })
            : route.ContinueAsync()));
        await Expect(gallery.Page.Locator(".problem")).ToContainTextAsync("Ask again in a minute.");

        await gallery.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Try again" }).ClickAsync();

        await Expect(gallery.Tiles).ToHaveCountAsync(30);
        await Expect(gallery.Page.Locator(".problem")).ToHaveCountAsync(0);
    }

    private async Task<JsonElement> RecallAsync(object question)
    {
        Assert.SkipWhen(server.Client.BaseAddress is null, Browsers.HowToGetOne);
        using var response = await server.Client.PostAsJsonAsync("/v1/recall", question);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
