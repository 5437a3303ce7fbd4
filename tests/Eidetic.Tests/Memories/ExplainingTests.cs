using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class ExplainingTests(LearnedMemory learned)
{
    private static readonly RecallOptions Explained = new() { Top = 5, Explain = true };

    [Fact]
    public async Task Branches_narrow_down_to_the_hit()
    {
        var hits = await learned.Memory.RecallAsync("a red disc", Explained);

        hits.Should().AllSatisfy(hit =>
        {
            hit.Trace.Select(step => step.Branch!.Images).Should().BeInDescendingOrder();
            hit.Trace[^1].Branch.Should().BeEquivalentTo(new TraceBranch(1, [], []));
            hit.Trace.SelectMany(step => step.Branch!.Examples).Should().NotContain(hit.Key);
        });
    }

    [Fact]
    public async Task A_runner_up_shows_other_images_than_the_branch_that_was_taken()
    {
        var hits = await learned.Memory.RecallAsync("a red disc", Explained);

        var rivals = hits.SelectMany(hit => hit.Trace).Where(step => step.RunnerUp is not null).ToArray();
        rivals.Should().NotBeEmpty().And.OnlyContain(step => step.RunnerUpBranch!.Images > 0 && step.RunnerUpBranch.Examples.Count > 0);
        rivals.Should().OnlyContain(step => !step.RunnerUpBranch!.Examples.Intersect(step.Branch!.Examples).Any());
        hits.SelectMany(hit => hit.Trace).Where(step => step.RunnerUp is null).Should().OnlyContain(step => step.RunnerUpBranch == null);
    }

    [Fact]
    public async Task The_words_of_a_caption_speak_for_its_image()
    {
        var hits = await learned.Memory.RecallAsync("a blue disc on white paper", Explained);

        hits[0].Key.Should().Be("blue-disc.png");
        hits[0].Words.Select(word => word.Word).Should().BeEquivalentTo("blue", "disc", "white", "paper");
        hits[0].Words.Select(word => Math.Abs(word.Influence)).Should().BeInDescendingOrder();
        hits[0].Words.Single(word => word.Word == "blue").Influence.Should().BePositive();
    }

    [Fact]
    public async Task An_influence_is_what_asking_without_the_word_tells()
    {
        const string Query = "a blue disc on white paper";
        var hit = (await learned.Memory.RecallAsync(Query, Explained))[0];

        var others = await learned.Memory.RecallAsync("a disc on white paper", new RecallOptions { Top = learned.Memory.Count, Beams = 200 });

        var without = others.Single(other => other.Key == hit.Key);
        hit.Words.Single(word => word.Word == "blue").Influence.Should().BeApproximately(hit.Score - without.Score, 1e-3);
    }

    [Fact]
    public async Task Branches_hold_only_what_may_be_named()
    {
        string[] candidates = ["blue-cross.png", "green-disc.png", "red-disc.png"];

        var hits = await learned.Memory.RecallAsync("a red disc", Explained with { Candidates = candidates });

        var branches = hits.SelectMany(hit => hit.Trace).SelectMany(step => new[] { step.Branch, step.RunnerUpBranch }).OfType<TraceBranch>().ToArray();
        branches.Should().OnlyContain(branch => branch.Images <= 3);
        branches.SelectMany(branch => branch.Examples).Should().NotBeEmpty().And.BeSubsetOf(candidates);
    }

    [Fact]
    public async Task A_picture_has_a_path_and_no_words()
    {
        var result = (await learned.Memory.RecallAsync([new RecallQuery { Image = Pictures.Draw("red-disc") }], Explained))[0];

        result.Hits.Should().OnlyContain(hit => hit.Words.Count == 0 && hit.Trace.All(step => step.Branch != null));
    }

    [Fact]
    public async Task Nothing_is_looked_at_unasked()
    {
        var hits = await learned.Memory.RecallAsync("a red disc", new RecallOptions { Top = 5 });

        hits.Should().OnlyContain(hit => hit.Trace.Count == 0 && hit.Words.Count == 0);
    }

    [Fact]
    public async Task The_same_question_is_explained_alike()
    {
        var first = await learned.Memory.RecallAsync("blue stripes", Explained);
        var second = await learned.Memory.RecallAsync("blue stripes", Explained);

        second.Should().BeEquivalentTo(first, options => options.WithStrictOrdering());
    }
}
