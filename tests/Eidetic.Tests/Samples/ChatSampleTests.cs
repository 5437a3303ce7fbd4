using ChatSample;
using Eidetic.Extensions.AI;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Samples;

[Collection(TorchTests.Name)]
public sealed class ChatSampleTests(LearnedMemory learned)
{
    [Fact]
    public async Task Without_a_model_a_script_looks_up_what_was_typed()
    {
        using var model = new ScriptedModel();
        using var chat = new ImageChat(model, learned.Memory.CreateRecallTool(new RecallImagesOptions { Caption = key => learned.Memory.FindImage(key)!.Captions[0].Text }));

        var answer = await chat.AskAsync("a green square");
        var next = await chat.AskAsync("a red disc");

        ConfiguredModel.Create(_ => null).Should().BeNull();
        answer.Images.Should().HaveCount(3).And.Contain(image => image.Image == "green-square.png");
        answer.Text.Should().Be($"I found 3. The best is {answer.Images[0].Image} ({answer.Images[0].Caption}).");
        next.Images.Should().HaveCount(3).And.NotEqual(answer.Images, "only the last question is answered");
    }

    [Fact]
    public async Task It_says_when_nothing_matches_and_shows_nothing()
    {
        await using var memory = new EmptyHandedMemory();
        using var model = new ScriptedModel();
        using var chat = new ImageChat(model, memory.CreateRecallTool());

        var answer = await chat.AskAsync("a zebra");

        answer.Text.Should().Be("There is no such picture. The closest is closest.png.");
        answer.Images.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_that_speaks_the_protocol_of_OpenAI_calls_the_tool_and_answers()
    {
        await using var server = new ModelServer("tiny", "recall_images", """{"query":"a green square","top":2}""", "Here are two squares.");
        using var model = ConfiguredModel.Create(name => name switch { "OPENAI_MODEL" => "tiny", "OPENAI_BASE_URL" => server.Address, _ => null })!;
        using var chat = new ImageChat(model, learned.Memory.CreateRecallTool());

        var answer = await chat.AskAsync("Show me something square and green!");

        answer.Text.Should().Be("Here are two squares.");
        answer.Images.Should().HaveCount(2).And.Contain(image => image.Image == "green-square.png");
        server.Requests.Should().HaveCount(2);
        server.Requests[0].Should().ContainAll("\"tiny\"", "recall_images", "Show me something square and green!");
        server.Requests[1].Should().Contain("green-square.png", "the result of the tool goes back to the model");
    }
}
