using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class LivingTests(LearnedMemory learned)
{
    private const string Late = "orange-square.png";

    private string More
    {
        get
        {
            var folder = learned.At("more-pictures");
            Pictures.Fill(folder, Pictures.MoreNames);
            return folder;
        }
    }

    [Fact]
    public async Task Added_images_are_recalled_at_once_by_this_object_and_by_others()
    {
        await using var memory = await OpenCopyAsync("living-add");

        var report = await memory.AddAsync(More);

        report.Should().BeEquivalentTo(new { AlreadyThere = 0, Skipped = 0, PseudoCaptioned = 6, Images = 36, Problems = Array.Empty<SourceProblem>() });
        report.Added.Should().BeEquivalentTo(Pictures.MoreNames.Select(name => name + ".png"));
        memory.Count.Should().Be(36);
        (memory.Info.AddedImages, memory.Info.RemovedImages, memory.Info.Captions).Should().Be((12, 0, 36));
        await using var other = await ImageMemory.OpenAsync(learned.At("living-add"));
        var ranks = new List<int>();
        foreach (var key in report.Added)
        {
            var hits = await ByPictureAsync(memory, key);
            ranks.Add(hits.Single(hit => hit.Key == key).Rank);
            (await ByPictureAsync(other, key)).Should().BeEquivalentTo(hits);
            hits.Sum(hit => hit.Probability).Should().BeApproximately(1, 1e-3);
        }

        ranks.Average().Should().BeLessThan(1.5, string.Join(' ', ranks));
        (await memory.RecallAsync("a red disc")).Take(3).Select(hit => hit.Key).Should().Contain(key => key == LearnedMemory.Twin || key == LearnedMemory.TwinOf);
        memory.OpenImage(Late)!.Dispose();
        var explained = await memory.RecallAsync("an orange square", new RecallOptions { Explain = true });
        explained.Select(hit => hit.Trace[^1].Branch!.Images).Should().HaveCount(10).And.OnlyContain(images => images == 1);
        var filtered = await memory.RecallAsync("an orange square", new RecallOptions { Filter = new RecallFilter { KeyPrefix = "orange-" } });
        filtered.Select(hit => hit.Key).Should().BeEquivalentTo(Pictures.MoreNames.Take(4).Select(name => name + ".png"));
        var everywhere = await memory.RecallAsync("an orange square", new RecallOptions { Top = 36, Beams = 36 });
        filtered.Should().OnlyContain(hit => Math.Abs(hit.Probability - everywhere.Single(other => other.Key == hit.Key).Probability) < 1e-6);
    }

    [Fact]
    public async Task What_captions_say_of_an_added_image_is_known_at_once()
    {
        const string Caption = "a zebra crosses the street at night";
        var source = learned.At("described");
        Pictures.Fill(source, Pictures.MoreNames);
        var list = Path.Combine(source, "images.jsonl");
        await File.WriteAllLinesAsync(list, Directory.EnumerateFiles(source, "*.png").Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .Select(name => $$"""{"image":"{{name}}","captions":{{(name == Late ? $"[\"{Caption}\"]" : "[]")}}}"""));
        await using var told = await OpenCopyAsync("living-told");
        await using var untold = await OpenCopyAsync("living-untold");

        await told.AddAsync($"jsonl:{list}");
        await untold.AddAsync(source);

        var options = new RecallOptions { Top = 36, Beams = 36 };
        var (after, before) = (await told.RecallAsync(Caption, options), await untold.RecallAsync(Caption, options));
        after.Single(hit => hit.Key == Late).Probability.Should().BeGreaterThan(2 * before.Single(hit => hit.Key == Late).Probability);
        after.Single(hit => hit.Key == Late).Rank.Should().BeLessThan(before.Single(hit => hit.Key == Late).Rank);
        after.Sum(hit => hit.Probability).Should().BeApproximately(1, 1e-3);
    }

    [Fact]
    public async Task Removed_images_are_never_named_again_and_what_was_kept_of_them_is_gone()
    {
        await using var memory = await OpenCopyAsync("living-remove");
        await memory.AddAsync(More);

        var report = await memory.RemoveAsync(["red-disc.png", Late, "red-disc.png"]);

        report.Removed.Should().BeEquivalentTo("red-disc.png", Late);
        report.Images.Should().Be(34);
        await using var other = await ImageMemory.OpenAsync(learned.At("living-remove"));
        foreach (var opened in new[] { memory, other })
        {
            var hits = await ByPictureAsync(opened, Late);
            hits.Should().HaveCount(34);
            hits.Select(hit => hit.Key).Should().NotContain(["red-disc.png", Late]).And.Contain(LearnedMemory.Twin);
            hits.Sum(hit => hit.Probability).Should().BeApproximately(1, 1e-3);
            opened.OpenImage(Late).Should().BeNull();
            (opened.Info.Images, opened.Info.AddedImages, opened.Info.RemovedImages).Should().Be((34, 11, 1));
        }

        var again = await memory.AddAsync(More);

        again.Added.Should().Equal(Late);
        again.AlreadyThere.Should().Be(11);
        again.Problems.Should().HaveCount(11).And.OnlyContain(problem => problem.Message.Contains("already"));
        (await ByPictureAsync(memory, Late)).Select(hit => hit.Key).Should().Contain(Late);
    }

    [Fact]
    public async Task Whoever_is_being_answered_while_images_come_and_go_is_answered()
    {
        await using var memory = await OpenCopyAsync("living-readers");
        await using var early = await ImageMemory.OpenAsync(learned.At("living-readers"));
        var expected = await early.RecallAsync("a green square");
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var answers = 0;
            for (; !stop.IsCancellationRequested; answers++)
            {
                (await memory.RecallAsync("a green square")).Should().HaveCount(10);
                memory.Count.Should().BeInRange(23, 36);
            }

            return answers;
        })).ToArray();

        await memory.AddAsync(More);
        await memory.RemoveAsync(["red-disc.png"]);
        await memory.RemoveAsync([.. Pictures.MoreNames.Select(name => name + ".png")]);
        await memory.AddAsync(learned.Source);
        await memory.RemoveAsync(["red-disc.png"]);
        await memory.AddAsync(learned.Source);

        await stop.CancelAsync();
        (await Task.WhenAll(readers)).Should().OnlyContain(answers => answers > 0);
        (await early.RecallAsync("a green square")).Should().BeEquivalentTo(expected, "an early reader keeps its generation");
        early.Count.Should().Be(24);
        early.OpenImage("red-disc.png").Should().NotBeNull();
        Generations("living-readers").Should().Contain(["000001", "000006", "000007"])
            .And.HaveCountLessThanOrEqualTo(4, "a reader in the middle of an answer may have held one more");
        await early.DisposeAsync();
        await memory.RemoveAsync(["red-disc.png"]);
        Generations("living-readers").Should().BeEquivalentTo("000007", "000008");
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_and_leaves_the_memory_as_it_was()
    {
        var folder = learned.Copy("living-refusals");
        await using var memory = await ImageMemory.OpenAsync(folder);
        var before = FilesOf(folder);
        var (empty, broken) = (learned.At("living-empty"), learned.At("living-broken"));
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(broken);
        File.WriteAllText(Path.Combine(broken, "a.png"), "no picture");
        using var stopped = new CancellationTokenSource();
        var stopping = new SynchronousProgress<MemorizeProgress>(progress =>
        {
            if (progress.Phase == MemorizePhase.Encoding)
            {
                stopped.Cancel();
            }
        });

        (await memory.Invoking(m => m.RemoveAsync(["red-disc.png", "nobody", "no-one"])).Should().ThrowAsync<MemoryException>())
            .WithMessage("*found 'nobody' and 1 more*nothing was removed.");
        (await memory.Invoking(m => m.RemoveAsync([.. FilesIn(learned.Source)])).Should().ThrowAsync<MemoryException>()).WithMessage("*keys of all 24*");
        await memory.Invoking(m => m.RemoveAsync([])).Should().ThrowAsync<ArgumentException>();
        await memory.Invoking(m => m.AddAsync(empty)).Should().ThrowAsync<SourceException>();
        await memory.Invoking(m => m.AddAsync(broken)).Should().ThrowAsync<SourceException>();
        await memory.Invoking(m => m.AddAsync(More, stopping, stopped.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await memory.AddAsync(learned.Source)).Added.Should().BeEmpty();
        using (var writer = MemoryWriter.Begin(folder))
        {
            await memory.Invoking(m => m.AddAsync(More)).Should().ThrowAsync<MemoryException>().WithMessage("Another process*");
        }

        FilesOf(folder).Should().BeEquivalentTo(before);
        memory.Count.Should().Be(24);
    }

    [Fact]
    public async Task Consolidating_learns_what_was_added_and_forgets_nothing_else()
    {
        await using var memory = await OpenCopyAsync("living-consolidate");
        await using var early = await ImageMemory.OpenAsync(learned.At("living-consolidate"));
        await memory.AddAsync(More);
        await memory.RemoveAsync(["red-cross.png"]);
        var (named, borrowed) = (await IdentifierOfAsync(memory, "red-disc.png"), await IdentifierOfAsync(memory, Late));
        var tokens = memory.Info.VocabularySize;

        var report = await memory.ConsolidateAsync(new ConsolidateOptions { Epochs = 40 });

        report.Should().BeEquivalentTo(new { Images = 35, Added = 12, Removed = 1 });
        report.AddedAccuracy.Should().BeGreaterThan(report.AddedAccuracyBefore!.Value).And.BeGreaterThanOrEqualTo(11 / 12.0);
        report.MemorizeAccuracy.Should().BeGreaterThanOrEqualTo(33 / 35.0);
        (memory.Info.Images, memory.Info.AddedImages, memory.Info.RemovedImages).Should().Be((35, 0, 0));
        memory.Info.MemorizeAccuracy.Should().Be(report.MemorizeAccuracy);
        (await ByPictureAsync(memory, Late))[0].Key.Should().Be(Late);
        (await IdentifierOfAsync(memory, "red-disc.png")).Should().Equal(named, "what was learned keeps its name");
        (await IdentifierOfAsync(memory, Late)).Should().NotEqual(borrowed, "what was added gets codes of its own");
        memory.Info.VocabularySize.Should().Be(tokens + 9);
        (await memory.RecallAsync("a red disc")).Take(2).Select(hit => hit.Key).Should().Contain(key => key == LearnedMemory.Twin || key == LearnedMemory.TwinOf);
        early.Count.Should().Be(24);
        Directory.EnumerateFiles(Path.Combine(learned.At("living-consolidate"), "training")).Select(Path.GetFileName)
            .Should().BeEquivalentTo("finished.json", "metrics.jsonl");
        (await memory.ConsolidateAsync()).Should().BeEquivalentTo(new { Added = 0, Removed = 0, report.MemorizeAccuracy, Curve = Array.Empty<TrainingPoint>() });
        (await memory.AddAsync(learned.Source)).Added.Should().Equal("red-cross.png");
    }

    [Fact]
    public async Task A_consolidation_that_is_stopped_leaves_the_memory_as_it_was()
    {
        await using var memory = await OpenCopyAsync("living-stopped");
        await memory.AddAsync(More);
        var before = FilesOf(learned.At("living-stopped"));
        using var stop = new CancellationTokenSource();
        var stopping = new SynchronousProgress<MemorizeProgress>(progress =>
        {
            if (progress.Phase == MemorizePhase.Learning)
            {
                stop.Cancel();
            }
        });

        await memory.Invoking(m => m.ConsolidateAsync(null, stopping, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        await memory.Invoking(m => m.ConsolidateAsync(new ConsolidateOptions { Epochs = 0 })).Should().ThrowAsync<ArgumentException>();

        FilesOf(learned.At("living-stopped")).Should().BeEquivalentTo(before);
        (memory.Count, memory.Info.AddedImages).Should().Be((36, 12));
    }

    [Theory]
    [InlineData("numeric")]
    [InlineData("atomic")]
    public async Task Schemes_that_cannot_name_new_images_lose_images_but_get_none(string scheme)
    {
        var options = learned.Small($"living-{scheme}") with { Identifiers = scheme };
        await LearnedMemory.MemorizeQuicklyAsync(options);
        await using var memory = await ImageMemory.OpenAsync(options.Memory);

        (await memory.Invoking(m => m.AddAsync(More)).Should().ThrowAsync<MemoryException>())
            .WithMessage($"Identifiers of the kind '{scheme}' cannot name new images*--identifiers residual*");
        await memory.RemoveAsync(["red-disc.png"]);

        (await memory.RecallAsync("a red disc")).Select(hit => hit.Key).Should().HaveCount(5).And.NotContain("red-disc.png");
    }

    [Fact]
    public async Task The_same_bytes_under_another_key_are_kept_and_told()
    {
        await using var memory = await OpenCopyAsync("living-twin");
        var folder = learned.At("living-twins");
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(learned.Source, "green-disc.png"), Path.Combine(folder, "triplet.png"));

        var report = await memory.AddAsync(folder);

        report.Added.Should().Equal("triplet.png");
        report.PseudoCaptioned.Should().Be(1);
        report.Problems.Should().ContainSingle().Which.Message.Should().Be("The file has the same bytes as 'green-disc.png'; both are kept.");
        memory.Info.Duplicates.Should().Be(2);
    }

    private async Task<ImageMemory> OpenCopyAsync(string name) => await ImageMemory.OpenAsync(learned.Copy(name));

    private IEnumerable<string?> Generations(string memory) =>
        Directory.EnumerateFileSystemEntries(Path.Combine(learned.At(memory), "generations")).Select(Path.GetFileName);

    private static async Task<IReadOnlyList<Hit>> ByPictureAsync(ImageMemory memory, string key)
    {
        var picture = Pictures.Draw(Path.GetFileNameWithoutExtension(key));
        var results = await memory.RecallAsync([new RecallQuery { Image = picture }], new RecallOptions { Top = 40, Beams = 40 });
        return results[0].Hits;
    }

    private static async Task<IReadOnlyList<string>> IdentifierOfAsync(ImageMemory memory, string key) =>
        (await ByPictureAsync(memory, key)).Single(hit => hit.Key == key).Identifier;

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.png").Select(file => Path.GetFileName(file)!);

    private static Dictionary<string, long> FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => new FileInfo(file).Length);
}
