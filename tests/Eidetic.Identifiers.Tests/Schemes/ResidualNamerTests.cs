using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class ResidualNamerTests
{
    private static readonly IdentifierSchemeOptions Whole = new() { Compact = false, CoarseCodes = 16, CodesPerLevel = 32, Levels = 2 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void New_images_get_identifiers_that_keep_the_collection_prefix_free(bool isCompact)
    {
        var options = Whole with { Compact = isCompact };
        var assignment = IdentifierSchemes.Create("residual", options).Assign(SchemeRequests.Images(100));
        var namer = new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!, options);
        var used = assignment.Identifiers.Select(identifier => identifier.Tokens).ToList();
        var news = SchemeRequests.Images(80, seed: 2).Vectors;

        for (var image = 0; image < news.Rows; image++)
        {
            used.Add(namer.Name(news[image], Among(used))!);
        }

        SchemeRequests.ShouldBePrefixFree(used);
    }

    [Fact]
    public void An_image_of_the_collection_gets_its_own_identifier_back_or_that_of_a_sibling_with_the_same_codes()
    {
        var request = SchemeRequests.Images(300);
        var assignment = IdentifierSchemes.Create("residual", Whole).Assign(request);
        var namer = new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!, Whole);

        var names = assignment.Identifiers.Select(identifier => namer.Name(request.Vectors[identifier.Image], Among([]))!).ToArray();
        var ofSiblings = assignment.Identifiers.Where(identifier => !names[identifier.Image].SequenceEqual(identifier.Tokens.Take(3))).ToArray();
        ofSiblings.Should().HaveCountLessThan(30).And.AllSatisfy(identifier =>
        {
            names[identifier.Image].Take(2).Should().Equal(identifier.Tokens.Take(2));
            assignment.Identifiers.Should().Contain(other => other.Image != identifier.Image && other.Tokens.SequenceEqual(names[identifier.Image]));
        });
    }

    [Fact]
    public void Codes_in_use_send_a_double_to_the_nearest_free_ones()
    {
        var request = SchemeRequests.Images(300);
        var assignment = IdentifierSchemes.Create("residual", Whole).Assign(request);
        var namer = new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!, Whole);
        var image = assignment.Identifiers.First(identifier => identifier.Tokens.Count == 3);

        var name = namer.Name(request.Vectors[image.Image], Among(assignment.Identifiers.Select(identifier => identifier.Tokens).ToList()))!;

        name.Should().NotEqual(image.Tokens);
        ResidualSchemeTests.Error(assignment, name, request.Vectors[image.Image]).Should().BeLessThan(0.8);
    }

    [Fact]
    public void A_free_suffix_is_taken_where_images_share_all_codes()
    {
        var vectors = TestVectors.Of([1, 0], [1, 0], [0, 1]);
        var assignment = IdentifierSchemes.Create("residual", Whole).Assign(SchemeRequests.Of(vectors));
        var namer = new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!, Whole);
        var withoutSecond = assignment.Identifiers.Where(identifier => identifier.Image != 1).Select(identifier => identifier.Tokens).ToList();

        namer.Name([1, 0], Among(withoutSecond)).Should().Equal(assignment.Identifiers[1].Tokens);
    }

    [Fact]
    public void Compact_identifiers_leave_a_newcomer_less_room_near_its_vector()
    {
        var news = SchemeRequests.Images(200, seed: 1).Vectors;
        var old = SchemeRequests.Of(TestVectors.Of([.. Enumerable.Range(0, 100).Select(row => news[row].ToArray())]));

        MeanError(Whole).Should().BeLessThan(MeanError(Whole with { Compact = true }));

        double MeanError(IdentifierSchemeOptions options)
        {
            var assignment = IdentifierSchemes.Create("residual", options).Assign(old);
            var namer = new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!, Whole);
            var used = assignment.Identifiers.Select(identifier => identifier.Tokens).ToList();
            return Enumerable.Range(100, 100).Average(image =>
                ResidualSchemeTests.Error(assignment, namer.Name(news[image], Among(used))!, news[image]));
        }
    }

    [Fact]
    public void Compact_ends_a_new_identifier_as_soon_as_it_is_unique()
    {
        var assignment = IdentifierSchemes.Create("residual", Whole).Assign(SchemeRequests.Images(300));
        var vector = TestVectors.Random(rows: 1, dim: 24, seed: 8)[0].ToArray();
        var nothing = Among([]);

        new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!).Name(vector, nothing).Should().HaveCount(2);
        new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!, Whole).Name(vector, nothing).Should().HaveCount(3);
    }

    [Fact]
    public void Null_says_that_no_codes_are_free()
    {
        var assignment = IdentifierSchemes.Create("residual").Assign(SchemeRequests.Images(1));
        var namer = new ResidualNamer(assignment.Vocabulary, assignment.TokenVectors!);

        var name = namer.Name(new float[24], Among(assignment.Identifiers.Select(identifier => identifier.Tokens).ToList()));

        name.Should().BeNull();
    }

    [Fact]
    public void Foreign_vocabularies_and_shapes_are_refused()
    {
        var structured = IdentifierSchemes.Create("structured").Assign(SchemeRequests.Images(50));
        var residual = IdentifierSchemes.Create("residual").Assign(SchemeRequests.Images(50));

        FluentActions.Invoking(() => new ResidualNamer(structured.Vocabulary, structured.TokenVectors!))
            .Should().Throw<ArgumentException>().WithMessage("*residual identifiers*0_0*");
        FluentActions.Invoking(() => new ResidualNamer(residual.Vocabulary, new FeatureMatrix(2, 3)))
            .Should().Throw<ArgumentException>().WithMessage("*got 2*");
        FluentActions.Invoking(() => new ResidualNamer(residual.Vocabulary, residual.TokenVectors!).Name(new float[3], Among([])))
            .Should().Throw<ArgumentException>().WithMessage("*24*3*");
    }

    // A plain reading of the identifiers in use.
    private static IdentifierPathLookup Among(List<IReadOnlyList<int>> used) => path =>
    {
        var tokens = path.ToArray();
        var begun = used.Where(identifier => identifier.Take(tokens.Length).SequenceEqual(tokens)).ToList();
        return begun.Count == 0 ? IdentifierPathUse.Free
            : begun.Any(identifier => identifier.Count == tokens.Length) ? IdentifierPathUse.Leaf : IdentifierPathUse.Inner;
    };
}
