using System.IO.Pipelines;
using Eidetic.Data;
using Eidetic.Server.Mcp;
using Eidetic.Tests.Memories;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class McpTests(LearnedMemory learned)
{
    [Fact]
    public async Task A_language_model_recalls_looks_and_is_told_what_it_asked_wrongly()
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        await using var transport = new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream());
        using var stop = new CancellationTokenSource();
        var serving = MemoryToolServer.RunAsync(learned.Memory, transport, stop.Token);
        await using var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));

        var tools = await client.ListToolsAsync();
        var recalled = await client.CallToolAsync("recall_images", new Dictionary<string, object?> { ["query"] = "a red disc", ["top"] = 3 });
        var described = await client.CallToolAsync("describe_memory");
        var seen = await client.CallToolAsync("get_image", new Dictionary<string, object?> { ["key"] = "red-disc.png" });
        var (unknown, many) = (
            await client.CallToolAsync("get_image", new Dictionary<string, object?> { ["key"] = "../secret.png" }),
            await client.CallToolAsync("recall_images", new Dictionary<string, object?> { ["query"] = "a disc", ["top"] = 1000 }));

        tools.Select(tool => tool.Name).Should().BeEquivalentTo("recall_images", "describe_memory", "get_image");
        tools.Should().OnlyContain(tool => tool.Description.Length > 20);
        TextOf(recalled).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3);
        TextOf(recalled).Should().Contain("disc.png");
        TextOf(described).Should().Contain("24 images");
        seen.Content.OfType<ImageContentBlock>().Single().DecodedData.ToArray().Should().Equal(ImageWriter.EncodePng(Pictures.Draw("red-disc")));
        (unknown.IsError, many.IsError).Should().Be((true, true));
        TextOf(many).Should().Contain("top from 1 to 50");
        await stop.CancelAsync();
        await serving.Invoking(task => task).Should().NotThrowAsync<IOException>();
    }

    private static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
