using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class GrownCodebooksTests
{
    private static readonly IdentifierSchemeOptions Options = new() { CoarseCodes = 16, CodesPerLevel = 32, Levels = 1 };

    private readonly IdentifierAssignment _before = IdentifierSchemes.Create("residual", Options).Assign(SchemeRequests.Images(100));

    private readonly FeatureMatrix _later = SchemeRequests.Images(40, seed: 2).Vectors;

    private GrownCodebooks Grown => GrownCodebooks.Grow(_before.Vocabulary, _before.TokenVectors!, _later, seed: 1);

    [Fact]
    public void Tokens_that_there_were_keep_names_and_vectors()
    {
        var grown = Grown;

        grown.New.Should().Be(30, "there are three codes for four images");
        grown.Vocabulary.Count.Should().Be(_before.Vocabulary.Count + 30);
        for (var token = 0; token < _before.Vocabulary.Count; token++)
        {
            grown.Vocabulary.Names[grown.TokenOf[token]].Should().Be(_before.Vocabulary.Names[token]);
            grown.TokenVectors[grown.TokenOf[token]].ToArray().Should().Equal(_before.TokenVectors![token].ToArray());
        }

        Enumerable.Range(grown.FirstNew, grown.New).Select(token => grown.Vocabulary.Names[token]).Should().Equal(Enumerable.Range(16, 30).Select(number => $"c{number}"));
        grown.TokenOf.Should().NotIntersectWith(Enumerable.Range(grown.FirstNew, grown.New));
    }

    [Fact]
    public void Images_that_came_later_begin_with_codes_of_their_own_and_nearer_than_before()
    {
        var grown = Grown;
        var (before, after) = (new ResidualNamer(_before.Vocabulary, _before.TokenVectors!, Options), new ResidualNamer(grown.Vocabulary, grown.TokenVectors, Options));
        var (own, farther, nearer) = (0, 0.0, 0.0);

        for (var image = 0; image < _later.Rows; image++)
        {
            var (first, then) = (before.Name(_later[image], Free)![0], after.Name(_later[image], Free)![0]);
            own += then >= grown.FirstNew && then < grown.FirstNew + grown.New ? 1 : 0;
            farther += VectorMath.SquaredDistance(_later[image], _before.TokenVectors![first]);
            nearer += VectorMath.SquaredDistance(_later[image], grown.TokenVectors[then]);
        }

        own.Should().BeGreaterThan(30);
        nearer.Should().BeLessThan(farther / 2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_codes()
    {
        Grown.TokenVectors.Values.Should().Equal(Grown.TokenVectors.Values);
    }

    [Fact]
    public void Vectors_of_another_length_are_refused()
    {
        var grow = () => GrownCodebooks.Grow(_before.Vocabulary, _before.TokenVectors!, new FeatureMatrix(3, _later.Dim + 1), seed: 1);

        grow.Should().Throw<ArgumentException>().WithMessage($"Expected vectors of length {_later.Dim}, as tokens have, got {_later.Dim + 1}.*");
    }

    private static IdentifierPathUse Free(ReadOnlySpan<int> path) => IdentifierPathUse.Free;
}
