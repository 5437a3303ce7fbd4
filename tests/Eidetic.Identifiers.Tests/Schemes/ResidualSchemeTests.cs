using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class ResidualSchemeTests
{
    private static readonly IdentifierRequest Request = SchemeRequests.Images(400);

    private static readonly IdentifierSchemeOptions Sizes = new() { CoarseCodes = 16, CodesPerLevel = 32, Levels = 2 };

    [Fact]
    public void Identifiers_are_a_coarse_code_then_residual_codes()
    {
        var assignment = Assign(Request, Sizes with { Compact = false });

        assignment.Identifiers.Should().AllSatisfy(identifier => string.Join(' ', identifier.Tokens.Select(token => assignment.Vocabulary.Names[token]))
            .Should().MatchRegex("^c[0-9]+ r1_[0-9]+ r2_[0-9]+( u[0-9]+)?$"));
        CodesOf(assignment, "c").Should().Be(16);
        CodesOf(assignment, "r1_").Should().Be(32);
    }

    [Fact]
    public void Images_with_the_same_codes_all_get_a_suffix_and_no_other_does()
    {
        var vectors = TestVectors.Of([1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0], [0, -1, 0]);

        var assignment = Assign(SchemeRequests.Of(vectors), new IdentifierSchemeOptions { Compact = false });

        var doubles = new[] { 0, 2, 4 }.Select(image => assignment.NamesOf(image).Single()).ToList();
        doubles.Select(name => name.Split(' ')[^1]).Should().Equal("u0", "u1", "u2");
        doubles.Select(name => name[..name.LastIndexOf(' ')]).Distinct().Should().ContainSingle();
        new[] { 1, 3, 5 }.Should().OnlyContain(image => !assignment.NamesOf(image).Single().Contains('u'));
        assignment.Vocabulary.Names.TakeLast(3).Should().Equal("u0", "u1", "u2");
    }

    [Fact]
    public void Images_that_differ_share_no_codes_as_long_as_codes_near_them_are_free()
    {
        var vectors = TestVectors.Blobs(rows: 60, dim: 8, blobs: 6, spread: 0.02);
        var options = new IdentifierSchemeOptions { CoarseCodes = 6, CodesPerLevel = 16, Compact = false };

        var assignment = Assign(SchemeRequests.Of(vectors), options);
        var tight = Assign(SchemeRequests.Of(vectors), options with { CodesPerLevel = 4 });

        assignment.Identifiers.Should().AllSatisfy(identifier => identifier.Tokens.Should().HaveCount(2));
        tight.Vocabulary.Names[^1].Should().StartWith("u", "four codes cannot name ten images");
        tight.Identifiers.Select(identifier => string.Join(' ', identifier.Tokens)).Should().OnlyHaveUniqueItems();
        tight.Identifiers.GroupBy(identifier => identifier.Tokens[0])
            .Should().AllSatisfy(family => family.Select(identifier => identifier.Tokens[1]).Distinct().Should().HaveCount(4));
    }

    [Fact]
    public void The_vectors_of_an_images_tokens_sum_to_near_its_own_and_suffixes_are_zero()
    {
        var vectors = TestVectors.Blobs(rows: 300, dim: 8, blobs: 20, spread: 0.3);
        vectors[0].CopyTo(vectors[1]);

        var assignment = Assign(SchemeRequests.Of(vectors), new IdentifierSchemeOptions { Compact = false });

        assignment.Identifiers.Average(identifier => Error(assignment, identifier.Tokens, vectors[identifier.Image])).Should().BeLessThan(0.05);
        assignment.TokenVectors![assignment.Vocabulary.Count - 1].ToArray().Should().OnlyContain(value => value == 0);
        assignment.Vocabulary.Names[^1].Should().StartWith("u");
    }

    [Fact]
    public void Compact_identifiers_end_as_soon_as_they_are_unique_but_not_before_the_first_residual_code()
    {
        var whole = Assign(Request, Sizes with { Compact = false });
        var compact = Assign(Request, Sizes);

        compact.Identifiers.Sum(identifier => identifier.Tokens.Count).Should().BeLessThan(whole.Identifiers.Sum(identifier => identifier.Tokens.Count));
        foreach (var identifier in compact.Identifiers)
        {
            var full = whole.Identifiers[identifier.Image].Tokens;
            identifier.Tokens.Should().Equal(full.Take(identifier.Tokens.Count)).And.HaveCountGreaterThanOrEqualTo(2);
            if (identifier.Tokens.Count == 2)
                continue;

            var shorter = full.Take(identifier.Tokens.Count - 1).ToList();
            whole.Identifiers.Count(other => other.Tokens.Take(shorter.Count).SequenceEqual(shorter))
                .Should().BeGreaterThan(1, "a longer identifier needs its last token");
        }
    }

    [Fact]
    public void Each_size_option_changes_the_vocabulary()
    {
        CodesOf(Assign(Request, new IdentifierSchemeOptions { CoarseCodes = 5 }), "c").Should().Be(5);
        CodesOf(Assign(Request, new IdentifierSchemeOptions { CodesPerLevel = 7 }), "r1_").Should().Be(7);
        CodesOf(Assign(Request, new IdentifierSchemeOptions { Levels = 3 }), "r3_").Should().BePositive();
        CodesOf(Assign(Request), "r2_").Should().Be(0);
    }

    [Fact]
    public void Codebooks_may_grow_with_depth()
    {
        var options = new IdentifierSchemeOptions { Codebooks = [8, 16, 24] };

        var assignment = Assign(Request, options);

        assignment.ShouldName(400);
        new[] { "c", "r1_", "r2_", "r3_" }.Select(prefix => CodesOf(assignment, prefix)).Should().Equal(8, 16, 24, 0);
        FluentActions.Invoking(() => Assign(Request, options with { Levels = 2 })).Should().Throw<ArgumentException>().WithMessage("*Codebooks*Levels*");
        FluentActions.Invoking(() => Assign(Request, new IdentifierSchemeOptions { Codebooks = [8] })).Should().Throw<ArgumentException>().WithMessage("*two sizes*'8'*");
    }

    [Fact]
    public void Codes_that_name_no_image_are_revived_where_that_is_wanted()
    {
        // Captions that count as much as the images themselves leave some codes without an image.
        var options = new IdentifierSchemeOptions { Codebooks = [64, 32], CodebookContrast = 1, Compact = false };
        var captioned = Request with { CaptionVectors = new FeatureMatrix(24, [.. Enumerable.Range(0, 400).SelectMany(i => (float[])[.. Request.Vectors[i], .. Request.Vectors[i]])]) };

        var (plain, revived) = (Assign(captioned, options), Assign(captioned, options with { RevivesCodes = true }));

        Used(revived).Should().BeGreaterThan(Used(plain));
        revived.ShouldName(400);

        static int Used(IdentifierAssignment assignment) => assignment.Identifiers.SelectMany(identifier => identifier.Tokens).Distinct().Count();
    }

    [Fact]
    public void A_wider_encoding_beam_brings_codes_nearer_their_images()
    {
        var greedy = Assign(Request, Sizes with { EncodingBeam = 1, Compact = false });
        var wide = Assign(Request, Sizes with { EncodingBeam = 16, Compact = false });

        MeanError(wide).Should().BeLessThan(MeanError(greedy));

        static double MeanError(IdentifierAssignment assignment) =>
            assignment.Identifiers.Average(identifier => Error(assignment, identifier.Tokens, Request.Vectors[identifier.Image]));
    }

    [Theory]
    [InlineData(3, 2, 4, 0, 0)]
    [InlineData(2000, 1500, 512, 0, 0)]
    [InlineData(5000, 3750, 1024, 0, 0)]
    [InlineData(16_385, 8192, 1024, 1024, 0)]
    [InlineData(1_000_001, 8192, 1024, 1024, 1024)]
    public void Automatic_sizes_grow_with_the_collection(int images, int coarse, int codes, int second, int third)
    {
        var sizes = ResidualScheme.CodebookSizes(new IdentifierSchemeOptions(), images);

        sizes.Should().Equal(new[] { coarse, codes, second, third }.Where(size => size > 0));
    }

    [Fact]
    public void A_vocabulary_holds_the_automatic_sizes()
    {
        var assignment = Assign(SchemeRequests.Of(TestVectors.Random(rows: 400, dim: 4)), new IdentifierSchemeOptions { EncodingBeam = 1 });

        (CodesOf(assignment, "c"), CodesOf(assignment, "r1_"), CodesOf(assignment, "r2_")).Should().Be((300, 128, 0));
    }

    internal static double Error(IdentifierAssignment assignment, IReadOnlyList<int> tokens, ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        for (var axis = 0; axis < vector.Length; axis++)
        {
            var rest = vector[axis];
            foreach (var token in tokens)
            {
                rest -= assignment.TokenVectors![token][axis];
            }

            sum += rest * rest;
        }

        return sum;
    }

    private static int CodesOf(IdentifierAssignment assignment, string prefix) =>
        assignment.Vocabulary.Names.Count(name => name.StartsWith(prefix, StringComparison.Ordinal));

    private static IdentifierAssignment Assign(IdentifierRequest request, IdentifierSchemeOptions? options = null)
    {
        var assignment = IdentifierSchemes.Create("residual", options).Assign(request);
        assignment.ShouldName(request.Keys.Count);
        return assignment;
    }
}
