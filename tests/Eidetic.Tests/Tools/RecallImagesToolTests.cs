using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Extensions.AI;
using Eidetic.Tests.Memories;
using Microsoft.Extensions.AI;

namespace Eidetic.Tests.Tools;

[Collection(TorchTests.Name)]
public sealed class RecallImagesToolTests(LearnedMemory learned)
{
    [Fact]
    public async Task A_chat_model_gets_images_with_their_captions()
    {
        var tool = learned.Memory.CreateRecallTool(new RecallImagesOptions { MostImages = 3, Collection = "drawings of shapes", Caption = key => learned.Memory.FindImage(key)!.Captions[0].Text });

        var answer = await tool.InvokeAsync(new AIFunctionArguments { ["query"] = "a green square", ["top"] = 50 });

        var images = ((JsonElement)answer!).GetProperty("images");
        images.GetArrayLength().Should().Be(3);
        images[0].GetProperty("caption").GetString().Should().NotBeEmpty();
        images.EnumerateArray().Select(image => image.GetProperty("image").GetString()).Should().Contain("green-square.png");
        ((JsonElement)answer).GetProperty("found").GetBoolean().Should().BeTrue();
        tool.Name.Should().Be("recall_images");
        tool.Description.Should().Contain("drawings of shapes");
        var schema = tool.JsonSchema.GetProperty("properties");
        schema.EnumerateObject().Select(property => property.Name).Should().BeEquivalentTo("query", "top");
        schema.GetProperty("query").GetProperty("description").GetString().Should().Contain("English");
    }

    [Fact]
    public async Task What_makes_no_sense_is_told()
    {
        var tool = learned.Memory.CreateRecallTool();

        await tool.Invoking(async t => await t.InvokeAsync(new AIFunctionArguments { ["query"] = " " })).Should().ThrowAsync<ArgumentException>();
        learned.Memory.Invoking(m => m.CreateRecallTool(new RecallImagesOptions { MostImages = 0 })).Should().Throw<OptionException>().WithMessage("*from 1 to 100, got 0*");
        learned.Memory.Invoking(m => m.CreateRecallTool(new RecallImagesOptions { MinProbability = 2 })).Should().Throw<OptionException>();
    }
}
