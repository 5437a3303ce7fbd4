using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class StructuredSchemeTests
{
    [Fact]
    public void Tokens_are_named_level_and_code_and_shared_by_all_parents()
    {
        var assignment = Assign(SchemeRequests.Images(400));

        assignment.Vocabulary.Names.Should().AllSatisfy(name => name.Should().MatchRegex("^[0-9]+_[0-9]+$"));
        assignment.Identifiers.Should().AllSatisfy(identifier => identifier.Tokens.Select(token => assignment.Vocabulary.Names[token].Split('_')[0])
            .Should().Equal(Enumerable.Range(0, identifier.Tokens.Count).Select(level => $"{level}")));
        assignment.Identifiers.Count(identifier => assignment.Vocabulary.Names[identifier.Tokens[1]] == "1_0").Should().BeGreaterThan(1);
    }

    [Fact]
    public void Images_of_one_blob_share_their_first_token()
    {
        var request = SchemeRequests.Of(TestVectors.Blobs(rows: 100, dim: 16, blobs: 5, spread: 0.05));

        var assignment = Assign(request, new IdentifierSchemeOptions { Branching = 5, LeafSize = 20 });

        for (var blob = 0; blob < 5; blob++)
        {
            assignment.Identifiers.Where(identifier => identifier.Image % 5 == blob).Select(identifier => identifier.Tokens[0])
                .Distinct().Should().ContainSingle();
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(900)]
    public void Three_images_or_more_make_at_least_two_levels(int images) =>
        Assign(SchemeRequests.Images(images)).Identifiers.Should().OnlyContain(identifier => identifier.Tokens.Count >= 2);

    [Fact]
    public void Large_collections_branch_by_thirty_into_leaves_of_thirty_as_the_paper()
    {
        var assignment = Assign(SchemeRequests.Images(3100, dim: 8));

        CodesOfLevel(assignment, 0).Should().Be(30);
        assignment.Identifiers.GroupBy(identifier => string.Join(' ', identifier.Tokens.SkipLast(1)))
            .Should().OnlyContain(leaf => leaf.Count() <= 30);
        assignment.Identifiers.Max(identifier => identifier.Tokens.Count).Should().BeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void First_tokens_start_at_their_centroids_and_deeper_ones_at_zero()
    {
        var request = SchemeRequests.Images(200);

        var assignment = Assign(request);

        var first = assignment.Identifiers.GroupBy(identifier => identifier.Tokens[0]).First();
        var mean = Enumerable.Range(0, request.Vectors.Dim).Select(axis => first.Average(identifier => request.Vectors[identifier.Image][axis])).ToArray();
        for (var axis = 0; axis < mean.Length; axis++)
        {
            assignment.TokenVectors![first.Key][axis].Should().BeApproximately(mean[axis], 0.1f);
        }

        Enumerable.Range(CodesOfLevel(assignment, 0), assignment.Vocabulary.Count - CodesOfLevel(assignment, 0))
            .Should().AllSatisfy(token => assignment.TokenVectors![token].ToArray().Should().OnlyContain(value => value == 0));
    }

    [Fact]
    public void Branching_limits_the_children_of_a_node()
    {
        var assignment = Assign(SchemeRequests.Images(200), new IdentifierSchemeOptions { Branching = 3 });

        CodesOfLevel(assignment, 0).Should().Be(3);
        CodesOfLevel(Assign(SchemeRequests.Images(200)), 0).Should().Be(15);
    }

    [Fact]
    public void Leaf_size_limits_the_images_of_a_leaf()
    {
        Assign(SchemeRequests.Images(200), new IdentifierSchemeOptions { LeafSize = 4 }).Identifiers
            .GroupBy(identifier => string.Join(' ', identifier.Tokens.SkipLast(1))).Should().OnlyContain(leaf => leaf.Count() <= 4);
        Assign(SchemeRequests.Images(200), new IdentifierSchemeOptions { LeafSize = 200 }).Identifiers
            .Should().OnlyContain(identifier => identifier.Tokens.Count == 1);
    }

    [Fact]
    public void Equal_vectors_make_one_leaf_however_many_they_are()
    {
        var assignment = Assign(SchemeRequests.Of(TestVectors.Same(rows: 100, dim: 4)), new IdentifierSchemeOptions { LeafSize = 5 });

        assignment.Identifiers.Should().OnlyContain(identifier => identifier.Tokens.Count == 1);
    }

    private static int CodesOfLevel(IdentifierAssignment assignment, int level) =>
        assignment.Vocabulary.Names.Count(name => name.StartsWith($"{level}_", StringComparison.Ordinal));

    private static IdentifierAssignment Assign(IdentifierRequest request, IdentifierSchemeOptions? options = null)
    {
        var assignment = IdentifierSchemes.Create("structured", options).Assign(request);
        assignment.ShouldName(request.Keys.Count);
        return assignment;
    }
}
