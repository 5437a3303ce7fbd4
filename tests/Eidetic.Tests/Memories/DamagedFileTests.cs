using System.Text.Json.Nodes;
using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class DamagedFileTests(LearnedMemory learned)
{
    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("identifiers.trie")]
    [InlineData("catalog.db")]
    public async Task A_file_of_the_right_size_with_other_content_is_named(string name)
    {
        var copy = learned.Copy($"overwritten-{name}");
        var file = Path.Combine(copy, "generations", "000001", name);
        File.WriteAllBytes(file, [.. Enumerable.Repeat((byte)'?', (int)new FileInfo(file).Length)]);

        var act = () => ImageMemory.OpenAsync(copy);

        await act.Should().ThrowAsync<EideticException>().WithMessage($"*{name}*");
    }

    [Fact]
    public async Task A_damaged_file_of_vectors_is_named_when_the_baseline_needs_it()
    {
        var copy = learned.Copy("overwritten-vectors");
        var file = Path.Combine(copy, "generations", "000001", "vectors.safetensors");
        File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        await using var memory = await ImageMemory.OpenAsync(copy);

        var act = () => memory.EvaluateAsync(new EvaluateOptions { Queries = [new("a red disc", "red-disc.png")], Baseline = true });

        await act.Should().ThrowAsync<CheckpointFormatException>().WithMessage("*vectors.safetensors*");
    }

    [Fact]
    public async Task A_memory_learned_with_another_encoder_does_not_answer_with_this_one()
    {
        var copy = learned.Copy("other-encoder");
        var manifest = Path.Combine(copy, "generations", "000001", "memory.json");
        var json = JsonNode.Parse(File.ReadAllText(manifest))!;
        foreach (var name in learned.Memory.Info.EncoderNames)
        {
            json["encoders"]![name] = "other";
        }

        File.WriteAllText(manifest, json.ToJsonString());
        await using var memory = await ImageMemory.OpenAsync(copy);

        var words = () => memory.RecallAsync("a red disc");
        var picture = () => memory.RecallAsync([new RecallQuery { Image = Pictures.Draw("red-disc") }]);

        await words.Should().ThrowAsync<MemoryException>().WithMessage("*another encoder*memorize*anew.");
        await picture.Should().ThrowAsync<MemoryException>().WithMessage("*another encoder*memorize*anew.");
    }

    [Fact]
    public async Task An_image_whose_file_is_gone_is_recalled_but_not_opened()
    {
        var options = learned.Small("gone");
        var source = learned.At("leaving");
        Pictures.Fill(source, ["red-disc"]);
        await LearnedMemory.MemorizeQuicklyAsync(options with { Source = source, Epochs = 2 });
        Directory.Delete(source, recursive: true);

        await using var memory = await ImageMemory.OpenAsync(options.Memory);

        memory.OpenImage("red-disc.png").Should().BeNull();
        (await memory.RecallAsync("a red disc")).Should().HaveCount(1);
    }
}
