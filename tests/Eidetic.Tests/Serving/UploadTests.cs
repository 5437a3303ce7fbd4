using System.Net;
using Eidetic.Data;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class UploadTests(RunningServer server) : IClassFixture<RunningServer>
{
    private string Pictures => Path.Combine(server.Folder, ImageMemory.PicturesFolder);

    [Fact]
    public async Task An_uploaded_picture_is_recalled_shown_and_gone_when_it_is_removed()
    {
        const string key = "holiday/a square 100%.png";
        var bytes = ImageWriter.EncodePng(Memories.Pictures.Draw("orange-square"));
        using var form = RunningServer.Form(("files", key, bytes), ("files", "broken.png", [1, 2, 3]));
        form.Add(new StringContent("""{"holiday/a square 100%.png":["an orange square"]}"""), "captions");

        using var response = await server.Client.PostAsync("/v1/images", form);
        var added = await RunningServer.JsonAsync(response);

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        added.GetProperty("added")[0].GetString().Should().Be(key);
        added.GetProperty("skipped")[0].GetProperty("item").GetString().Should().Be("broken.png");
        added.GetProperty("images").GetInt32().Should().Be(25);
        var image = await server.GetAsync($"/v1/images/{Uri.EscapeDataString(key)}");
        image.GetProperty("captions")[0].GetString().Should().Be("an orange square");
        image.GetProperty("tags")[0].GetString().Should().Be("holiday");
        (await server.Client.GetByteArrayAsync(image.GetProperty("links").GetProperty("file").GetString())).Should().Equal(bytes);
        Directory.GetFiles(Pictures).Should().ContainSingle();
        using var asked = RunningServer.Form(("image", "x.png", bytes));
        (await RunningServer.JsonAsync(await server.Client.PostAsync("/v1/recall", asked))).GetProperty("hits").EnumerateArray()
            .Should().Contain(hit => hit.GetProperty("image").GetString() == key);
        using var again = await server.Client.PostAsync("/v1/images", RunningServer.Form(("files", key, bytes)));
        (await RunningServer.JsonAsync(again)).GetProperty("alreadyThere")[0].GetString().Should().Be(key);
        again.StatusCode.Should().Be(HttpStatusCode.OK);

        var removed = await RunningServer.JsonAsync(await server.Client.DeleteAsync($"/v1/images/{Uri.EscapeDataString(key)}"));

        removed.GetProperty("images").GetInt32().Should().Be(24);
        Directory.EnumerateFiles(Pictures, "*", SearchOption.AllDirectories).Should().BeEmpty();
        await RunningServer.ProblemAsync(await server.Client.DeleteAsync($"/v1/images/{Uri.EscapeDataString(key)}"), 404);
    }

    [Theory]
    [InlineData("../escape.png")]
    [InlineData("/etc/escape.png")]
    [InlineData("a/../../escape.png")]
    [InlineData("C:\\escape.png")]
    [InlineData(".hidden.png")]
    [InlineData("page.html")]
    public async Task Names_that_lead_elsewhere_or_name_no_picture_are_refused(string name)
    {
        using var form = RunningServer.Form(("files", name, ImageWriter.EncodePng(Memories.Pictures.Draw("red-disc"))));

        using var response = await server.Client.PostAsync("/v1/images", form);

        (await RunningServer.ProblemAsync(response, 400)).Should().Contain("file names such as");
        Directory.EnumerateFiles(Path.GetDirectoryName(server.Folder)!, "*escape*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_picture_that_claims_more_pixels_than_a_machine_has_memory_for_is_refused()
    {
        var bomb = ImageWriter.EncodePng(Memories.Pictures.Draw("red-disc"));
        new byte[] { 0x00, 0x01, 0x86, 0xA0 }.CopyTo(bomb, 16); // the header's width, then its height: 100,000 each
        new byte[] { 0x00, 0x01, 0x86, 0xA0 }.CopyTo(bomb, 20);

        using var uploaded = await server.Client.PostAsync("/v1/images", RunningServer.Form(("files", "bomb.png", bomb)));
        using var asked = await server.Client.PostAsync("/v1/recall", RunningServer.Form(("image", "bomb.png", bomb)));

        await RunningServer.ProblemAsync(uploaded, 422);
        await RunningServer.ProblemAsync(asked, 422);
    }
}
