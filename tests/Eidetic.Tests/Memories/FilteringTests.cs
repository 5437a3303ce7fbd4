using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Evaluation;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class FilteringTests(LearnedMemory learned)
{
    [Fact]
    public async Task Ten_hits_are_ten_whenever_ten_emoji_pass_and_all_of_them_pass()
    {
        var options = new MemorizeOptions { Source = "emoji:40", Memory = learned.At("filtered-emoji"), Epochs = 5 };
        await LearnedMemory.MemorizeQuicklyAsync(options);
        await using var memory = await ImageMemory.OpenAsync(options.Memory);
        var images = await EmojiAsync(40);
        var tags = images.Where(image => image.Tags.Count > 0).Take(12).Select(image => image.Tags[0].ToUpperInvariant()).ToArray();
        var passing = images.Where(image => image.Tags.Intersect(tags, StringComparer.OrdinalIgnoreCase).Any()).Select(image => image.Key).ToArray();
        var flags = images.Where(image => image.Key.StartsWith("flag-", StringComparison.Ordinal)).Select(image => image.Key).ToArray();

        var tagged = (await memory.RecallAsync([RecallQuery.FromText("a happy face")], new RecallOptions { Filter = new RecallFilter { AnyTags = tags } }))[0];
        var prefixed = (await memory.RecallAsync([RecallQuery.FromText("a happy face")], new RecallOptions { Filter = new RecallFilter { KeyPrefix = "flag-" } }))[0];

        passing.Length.Should().BeGreaterThanOrEqualTo(10);
        tagged.Hits.Should().HaveCount(10);
        tagged.Hits.Select(hit => hit.Key).Should().BeSubsetOf(passing);
        tagged.Filter!.Images.Should().Be(passing.Length);
        flags.Length.Should().BeInRange(2, 9);
        prefixed.Hits.Select(hit => hit.Key).Should().BeEquivalentTo(flags);
    }

    [Fact]
    public async Task Tags_and_dates_of_a_folder_are_kept_told_and_filtered_by()
    {
        var options = await DatedFolderAsync();
        await using var memory = await ImageMemory.OpenAsync(options.Memory);

        var info = memory.Info;
        var summer = await RecallAsync(memory, new RecallFilter { After = new DateTime(2024, 6, 1), Before = new DateTime(2024, 9, 1) });
        var both = await RecallAsync(memory, new RecallFilter { AllTags = ["shapes", "cold"], Before = new DateTime(2024, 2, 1) });
        var nothing = await RecallAsync(memory, new RecallFilter { AllTags = ["cold"], After = new DateTime(2024, 6, 1) });

        info.Tags.Should().Equal(new TagUse("shapes", 3), new TagUse("Cold", 2));
        (info.Dated, info.FirstDate, info.LastDate).Should().Be((3, new DateTime(2024, 1, 15), new DateTime(2024, 7, 5, 18, 30, 0)));
        summer.Hits.Select(hit => hit.Key).Should().Equal("shapes/red-square.png");
        both.Hits.Select(hit => hit.Key).Should().Equal("shapes/red-disc.png");
        nothing.Hits.Should().BeEmpty();
        nothing.Filter!.Conditions.Select(condition => condition.Images).Should().Equal(2, 1);
    }

    [Fact]
    public async Task A_filter_measures_the_part_it_leaves_and_only_with_queries_about_it()
    {
        await using var memory = await ImageMemory.OpenAsync((await DatedFolderAsync()).Memory);
        EvaluationQuery[] queries = [new("a red disc", "shapes/red-disc.png"), new("green", "green-cross.png"), new("a red square", "shapes/red-square.png")];
        var options = new EvaluateOptions { Queries = queries, Baseline = true, Filter = new RecallFilter { KeyPrefix = "shapes/" } };

        var report = await memory.EvaluateAsync(options);
        var elsewhere = () => memory.EvaluateAsync(options with { Queries = [queries[1]] });
        var unknown = () => memory.EvaluateAsync(options with { Queries = [new("a disc", "no-such.png")] });

        report.Should().BeEquivalentTo(new { Queries = 2, Candidates = 3, RecallAt5 = 1.0 });
        report.Baseline!.RecallAt5.Should().Be(1);
        await elsewhere.Should().ThrowAsync<SourceException>().WithMessage("*some of the 3 images that pass the filter, found none*");
        await unknown.Should().ThrowAsync<SourceException>().WithMessage("*'no-such.png'*");
    }

    [Fact]
    public async Task A_memory_without_tags_says_so()
    {
        var result = await RecallAsync(learned.Memory, new RecallFilter { AllTags = ["beach"], Before = new DateTime(2024, 1, 1) });

        result.Hits.Should().BeEmpty();
        result.Filter!.Conditions.Should().Equal(
            new FilterCondition("tag 'beach'", 0, "no image of this memory has a tag"),
            new FilterCondition("made before 2024-01-01", 0, "no image of this memory has a date"));
        (learned.Memory.Info.Tags.Count, learned.Memory.Info.Dated, learned.Memory.Info.FirstDate).Should().Be((0, 0, null));
    }

    private static async Task<RecallResult> RecallAsync(ImageMemory memory, RecallFilter filter) =>
        (await memory.RecallAsync([RecallQuery.FromText("a red disc")], new RecallOptions { Filter = filter }))[0];

    /// <summary>Four drawings, three of them in a subfolder and dated; memorized once.</summary>
    private async Task<MemorizeOptions> DatedFolderAsync()
    {
        var options = new MemorizeOptions { Source = learned.At("dated"), Memory = learned.At("dated-memory"), Epochs = 5 };
        if (!Directory.Exists(options.Memory))
        {
            Pictures.Fill(options.Source, ["green-cross"]);
            Pictures.Fill(Path.Combine(options.Source, "shapes"), ["red-disc", "red-square", "blue-cross"]);
            await File.WriteAllLinesAsync(Path.Combine(options.Source, "shapes", "captions.jsonl"),
            [
                """{"image":"red-disc.png","caption":"a red disc","tags":["cold"],"date":"2024-01-15"}""",
                """{"image":"red-square.png","caption":"a red square","date":"2024-07-05T18:30:00+02:00"}""",
                """{"image":"blue-cross.png","caption":"a blue cross","tags":"Shapes; Cold","date":"2024-03-01"}""",
            ]);
            await LearnedMemory.MemorizeQuicklyAsync(options);
        }

        return options;
    }

    private static async Task<List<SourceImage>> EmojiAsync(int limit)
    {
        var images = new List<SourceImage>();
        await foreach (var image in new EmojiSource { Limit = limit }.ReadAsync(_ => { }))
        {
            images.Add(image);
        }

        return images;
    }
}
