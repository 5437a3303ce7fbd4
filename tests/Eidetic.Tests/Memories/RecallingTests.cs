using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class RecallingTests(LearnedMemory learned)
{
    private static readonly RecallQuery[] Words = [.. new[] { "a red disc", "blue stripes", "something green and square" }.Select(RecallQuery.FromText)];

    [Fact]
    public async Task Every_image_is_recalled_from_its_picture()
    {
        var names = Pictures.Names.SkipLast(1).ToArray();

        var results = await learned.Memory.RecallAsync([.. names.Select(Seen)], new RecallOptions { Top = 2 });

        for (var i = 0; i < names.Length; i++)
        {
            var right = names[i] + ".png" == LearnedMemory.TwinOf ? [LearnedMemory.TwinOf, LearnedMemory.Twin] : new[] { names[i] + ".png" };
            results[i].Hits[0].Key.Should().BeOneOf(right);
        }
    }

    [Fact]
    public async Task A_captioned_image_is_recalled_from_its_caption()
    {
        var hits = await learned.Memory.RecallAsync("a blue disc on white paper");

        hits[0].Key.Should().Be("blue-disc.png");
    }

    [Fact]
    public async Task Hits_carry_rank_path_identifier_and_falling_probabilities()
    {
        var hits = await learned.Memory.RecallAsync("a red disc", new RecallOptions { Top = 8 });

        hits.Select(h => h.Rank).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
        hits.Select(h => h.Key).Should().OnlyHaveUniqueItems();
        hits.Select(h => h.Probability).Should().BeInDescendingOrder().And.OnlyContain(p => p > 0 && p <= 1);
        hits.Should().OnlyContain(h => Math.Abs(Math.Log(h.Probability) - h.Score) < 1e-9);
        hits.Should().OnlyContain(h => h.Identifier.Count > 0 && h.Trace.Count == 0 && File.Exists(h.Path));
    }

    [Fact]
    public async Task An_explained_hit_traces_its_identifier_and_the_steps_multiply_to_its_probability()
    {
        var hits = await learned.Memory.RecallAsync("a red disc", new RecallOptions { Top = 3, Explain = true });

        hits.Should().AllSatisfy(hit =>
        {
            hit.Trace.Select(s => s.Token).Should().Equal(hit.Identifier);
            hit.Trace.Sum(s => s.LogProbability).Should().BeApproximately(hit.Score, 1e-3);
            hit.Trace.Should().OnlyContain(s => s.RunnerUp == null || s.RunnerUp != s.Token);
        });
    }

    [Fact]
    public async Task Candidates_restrict_what_is_named()
    {
        string[] candidates = ["blue-cross.png", "green-disc.png"];

        var hits = await learned.Memory.RecallAsync("a red disc", new RecallOptions { Candidates = candidates });

        hits.Select(h => h.Key).Should().BeEquivalentTo(candidates);
    }

    [Fact]
    public async Task A_candidate_that_is_not_held_is_named_in_the_refusal()
    {
        var act = () => learned.Memory.RecallAsync("a red disc", new RecallOptions { Candidates = ["no-such.png"] });

        await act.Should().ThrowAsync<SourceException>().WithMessage("*'no-such.png'*");
    }

    [Fact]
    public async Task Queries_of_a_batch_get_the_answers_they_get_alone()
    {
        RecallQuery[] queries = [Words[0], Seen("green-cross"), Words[1], Seen("black-disc") with { Text = "a black disc" }, Words[2]];

        var together = await learned.Memory.RecallAsync(queries, new RecallOptions { Top = 3 });

        together.Select(r => r.Query).Should().Equal(queries);
        for (var i = 0; i < queries.Length; i++)
        {
            var alone = (await learned.Memory.RecallAsync([queries[i]], new RecallOptions { Top = 3 }))[0];
            together[i].Hits.Select(h => h.Key).Should().Equal(alone.Hits.Select(h => h.Key));
            together[i].Hits.Zip(alone.Hits).Should().OnlyContain(pair => Math.Abs(pair.First.Probability - pair.Second.Probability) < 1e-3);
            together[i].UnknownShare.Should().Be(alone.UnknownShare);
        }
    }

    [Fact]
    public async Task A_picture_with_words_answers_by_both()
    {
        var result = (await learned.Memory.RecallAsync([Seen("yellow-cross") with { Text = "a yellow cross" }]))[0];

        result.Hits[0].Key.Should().Be("yellow-cross.png");
        result.UnknownShare.Should().Be(0);
    }

    [Fact]
    public async Task A_picture_with_blank_words_is_asked_as_a_picture_alone()
    {
        var results = await learned.Memory.RecallAsync([Seen("yellow-cross"), Seen("yellow-cross") with { Text = " " }]);

        // Two rows of one batch may differ in their last bits.
        results[1].Hits.Should().BeEquivalentTo(results[0].Hits, o => o
            .Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-5)).WhenTypeIs<double>());
        results.Should().OnlyContain(r => r.UnknownShare == null);
    }

    [Fact]
    public async Task A_script_the_ears_do_not_know_is_answered_and_told()
    {
        var result = (await learned.Memory.RecallAsync([RecallQuery.FromText("红色的圆")]))[0];

        result.UnknownShare.Should().Be(1);
        result.Hits.Should().HaveCount(10);
        result.Hits.Should().OnlyContain(h => Math.Abs(h.Probability - 1.0 / learned.Memory.Count) < 1e-9, "any image may be meant");
    }

    [Fact]
    public async Task A_memory_opened_again_gives_the_same_hits()
    {
        await using var again = await ImageMemory.OpenAsync(learned.Options.Memory);

        var (first, second) = (await learned.Memory.RecallAsync(Words), await again.RecallAsync(Words));

        second.Should().BeEquivalentTo(first, o => o.WithStrictOrdering());
    }

    [Fact]
    public void Info_tells_the_facts()
    {
        var info = learned.Memory.Info;

        learned.Memory.Count.Should().Be(24);
        info.Should().BeEquivalentTo(new
        {
            FormatVersion = 2,
            Scheme = "residual",
            Model = "compact",
            Seed = 1,
            Images = 24,
            Captions = 24,
            Duplicates = 1,
            learned.Report.Parameters,
            learned.Report.MemorizeAccuracy,
        });
        info.PseudoCaptions.Should().BeGreaterThanOrEqualTo(12);
        info.Files.Select(f => f.Name).Should().Equal(
            "catalog.db", "codebooks.safetensors", "features.safetensors", "identifiers.trie", "model.safetensors", "vectors.safetensors");
        info.Files.Should().OnlyContain(f => f.SizeInBytes > 0 && f.Sha256.Length == 64);
        info.EncoderNames.Should().HaveCount(2);
        info.TrieNodes.Should().BeGreaterThan(24);
    }

    [Fact]
    public void An_image_is_opened_as_it_was_memorized()
    {
        using var stream = learned.Memory.OpenImage("red-disc.png")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);

        bytes.ToArray().Should().Equal(ImageWriter.EncodePng(Pictures.Draw("red-disc")));
        learned.Memory.OpenImage("no-such.png").Should().BeNull();
    }

    [Fact]
    public async Task Empty_queries_and_contradicting_options_are_refused_in_the_users_words()
    {
        var none = () => learned.Memory.RecallAsync([]);
        var empty = () => learned.Memory.RecallAsync("  ");
        var narrow = () => learned.Memory.RecallAsync("a disc", new RecallOptions { Top = 5, Beams = 4 });
        var nothing = () => learned.Memory.RecallAsync("a disc", new RecallOptions { Top = 0 });

        await none.Should().ThrowAsync<ArgumentException>().WithMessage("*at least one query*");
        await empty.Should().ThrowAsync<ArgumentException>().WithMessage("*empty query*");
        await narrow.Should().ThrowAsync<ArgumentException>().WithMessage("--beams must be at least --top, got 4 beams for 5 hits*");
        await nothing.Should().ThrowAsync<ArgumentException>().WithMessage("--top must be at least 1*");
    }

    private static RecallQuery Seen(string name) => new() { Image = Pictures.Draw(name) };
}
