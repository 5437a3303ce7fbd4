using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class RelearningTests(LearnedMemory learned)
{
    [Fact]
    public async Task A_memory_learns_anew_what_it_holds_and_what_came_later_with_all_that_people_wrote()
    {
        await using var memory = await ImageMemory.OpenAsync(learned.Copy("relearned"));
        var more = learned.At("relearned-pictures");
        Pictures.Fill(more, Pictures.MoreNames.Take(2));
        await memory.AddAsync(more);
        await memory.RemoveAsync(["red-cross.png"]);
        var before = memory.Info;

        var report = await memory.RelearnAsync(new RelearnOptions { TimeBudget = TimeSpan.FromSeconds(3) });

        report.Images.Should().Be(25);
        var info = memory.Info;
        (info.Images, info.AddedImages, info.RemovedImages, info.Captions).Should().Be((25, 0, 0, before.Captions));
        info.Generation.Should().NotBe(before.Generation);
        memory.ListImages().Select(image => image.Key).Should().Contain("orange-disc.png").And.NotContain("red-cross.png");
        memory.FindImage("orange-disc.png")!.Captions[0].Text.Should().Be("a orange disc on white paper");
        memory.OpenImage("orange-disc.png")!.Dispose();
        (await memory.RecallAsync("a disc")).Should().HaveCount(10);
    }

    [Fact]
    public async Task Captions_that_were_kept_out_of_learning_are_learned_from_again()
    {
        var generation = MemoryGeneration.Open(learned.Copy("kept-out"));
        var file = generation[MemoryGeneration.HeldOutFile];
        HeldOutCaptions.Save(file, [("red-disc.png", "a tomato from above"), ("nobody.png", "nobody's")]);
        var listed = new MemoryFile(MemoryGeneration.HeldOutFile, new FileInfo(file).Length, "");
        using var engine = RecallEngine.Open(generation with { Manifest = generation.Manifest with { Files = [.. generation.Manifest.Files, listed] } });

        var images = await new HeldImageSource(engine).ReadAsync(_ => { }).ToListAsync();

        images.Should().HaveCount(24);
        images.Single(image => image.Key == "red-disc.png").Captions.Should().HaveCount(3).And.EndWith("a tomato from above");
        images.SelectMany(image => image.Captions).Should().HaveCount(25, "pseudo-captions are written anew");
    }

    [Fact]
    public async Task Where_a_picture_is_gone_nothing_is_learned_and_nothing_is_lost()
    {
        await using var memory = await ImageMemory.OpenAsync(learned.Copy("unlearnable"));
        var more = learned.At("unlearnable-pictures");
        Pictures.Fill(more, Pictures.MoreNames.Take(1));
        await memory.AddAsync(more);
        var generation = memory.Info.Generation;
        File.Delete(Path.Combine(more, "orange-disc.png"));

        (await memory.Invoking(m => m.RelearnAsync()).Should().ThrowAsync<MemoryException>()).WithMessage("*orange-disc.png*put it back*");
        await memory.Invoking(m => m.RelearnAsync(new RelearnOptions { Epochs = 0 })).Should().ThrowAsync<OptionException>();

        (memory.Info.Generation, memory.Count).Should().Be((generation, 25));
    }

    [Fact]
    public async Task What_another_process_changed_is_answered_from_when_it_is_looked_for()
    {
        var folder = learned.Copy("followed");
        await using var memory = await ImageMemory.OpenAsync(folder);
        await using (var other = await ImageMemory.OpenAsync(folder))
        {
            await other.RemoveAsync(["red-disc.png"]);
        }

        var before = memory.Count;
        var isChanged = await memory.RefreshAsync();

        (before, isChanged, memory.Count).Should().Be((24, true, 23));
        memory.FindImage("red-disc.png").Should().BeNull();
        (await memory.RefreshAsync()).Should().BeFalse();
    }
}
