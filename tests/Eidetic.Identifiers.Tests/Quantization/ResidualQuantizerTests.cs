using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class ResidualQuantizerTests
{
    private static readonly FeatureMatrix Vectors = TestVectors.Blobs(rows: 600, dim: 35, blobs: 12, spread: 0.8);

    private static readonly ResidualQuantizerOptions Options = new() { CodebookSizes = [12, 16, 16], Seed = 2 };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Error_falls_with_every_level(int refinements)
    {
        var quantizer = ResidualQuantizer.Train(Vectors, Options with { Refinements = refinements });
        var codes = quantizer.EncodeAll(Vectors, beam: 8);

        var errors = Enumerable.Range(0, 4).Select(levels => quantizer.Error(Vectors, [.. codes.Select(code => code[..levels])])).ToList();

        errors[0].Should().BeApproximately(1, 1e-5, "nothing rebuilds the zero vector, and rows have unit length");
        errors.Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_beam_as_wide_as_all_codes_finds_what_brute_force_finds() =>
        Gen.Select(Gen.Float[-1, 1].Array[3 * 4], Gen.Float[-1, 1].Array[2 * 4], Gen.Float[-1, 1].Array[4]).Sample((first, second, vector) =>
        {
            var quantizer = new ResidualQuantizer([new FeatureMatrix(4, first), new FeatureMatrix(4, second)]);
            var all = Enumerable.Range(0, 6).Select(code => new[] { code / 2, code % 2 }).ToList();

            var found = quantizer.Encode(vector, beam: 6);

            ErrorOf(quantizer, vector, found).Should().BeApproximately(all.Min(codes => ErrorOf(quantizer, vector, codes)), 1e-5);
        });

    [Fact]
    public void Greedy_encoding_takes_the_nearest_entry_of_what_is_left()
    {
        var quantizer = new ResidualQuantizer([TestVectors.Of([1, 0], [0, 1]), TestVectors.Of([0.3f, 0], [0, 0.3f], [0, 0])]);

        quantizer.Encode([1.2f, 0.05f]).Should().Equal(0, 0);
        quantizer.Encode([0.1f, 1.3f]).Should().Equal(1, 1);
        quantizer.Encode([1, 0]).Should().Equal(0, 2);
    }

    [Fact]
    public void A_wider_beam_and_refinement_each_lower_the_error()
    {
        var plain = ResidualQuantizer.Train(Vectors, Options with { Refinements = 0 });
        var refined = ResidualQuantizer.Train(Vectors, Options);
        var refinedGreedily = ResidualQuantizer.Train(Vectors, Options with { Beam = 1 });

        var greedy = plain.Error(Vectors, plain.EncodeAll(Vectors));
        var wide = plain.Error(Vectors, plain.EncodeAll(Vectors, beam: 8));
        var joint = refined.Error(Vectors, refined.EncodeAll(Vectors, beam: 8));

        wide.Should().BeLessThan(greedy);
        joint.Should().BeLessThan(wide);
        refinedGreedily.Error(Vectors, refinedGreedily.EncodeAll(Vectors, beam: 8)).Should().NotBe(joint);
    }

    [Fact]
    public void A_quantizer_of_stored_codebooks_encodes_as_the_trained_one()
    {
        var trained = ResidualQuantizer.Train(Vectors, Options);
        var news = TestVectors.Blobs(rows: 50, dim: 35, blobs: 12, spread: 0.8, seed: 9);

        var stored = new ResidualQuantizer(trained.Codebooks);

        stored.EncodeAll(news, beam: 4).Should().BeEquivalentTo(trained.EncodeAll(news, beam: 4), options => options.WithStrictOrdering());
    }

    [Fact]
    public void Training_is_deterministic_for_a_seed_and_differs_for_another()
    {
        var first = ResidualQuantizer.Train(Vectors, Options);

        var same = ResidualQuantizer.Train(new FeatureMatrix(35, [.. Vectors.Values]), Options);
        var other = ResidualQuantizer.Train(Vectors, Options with { Seed = 3 });

        same.Codebooks.SelectMany(codebook => codebook.Values).Should().Equal(first.Codebooks.SelectMany(codebook => codebook.Values));
        other.Codebooks[0].Values.Should().NotEqual(first.Codebooks[0].Values);
        ResidualQuantizer.Train(Vectors, Options with { MaxIterations = 1 }).Codebooks[0].Values.Should().NotEqual(first.Codebooks[0].Values);
    }

    [Fact]
    public void Equal_vectors_share_their_codes_and_are_rebuilt()
    {
        var vectors = TestVectors.Same(rows: 10, dim: 5);
        var quantizer = ResidualQuantizer.Train(vectors, Options);

        var codes = quantizer.EncodeAll(vectors, beam: 8);

        codes.Should().AllSatisfy(code => code.Should().Equal(0, 0, 0));
        quantizer.Error(vectors, codes).Should().Be(0);
    }

    [Fact]
    public void Wrong_shapes_are_refused_and_cancellation_is_honoured()
    {
        var quantizer = ResidualQuantizer.Train(Vectors, Options with { Refinements = 0 });
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        FluentActions.Invoking(() => quantizer.Encode(new float[3])).Should().Throw<ArgumentException>().WithMessage("*35*3*");
        FluentActions.Invoking(() => quantizer.Encode(new float[35], beam: 0)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => quantizer.Decode([99], new float[35])).Should().Throw<ArgumentException>().WithMessage("*0..11*99*");
        FluentActions.Invoking(() => new ResidualQuantizer([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ResidualQuantizer([new FeatureMatrix(2, 3), new FeatureMatrix(2, 4)])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ResidualQuantizer.Train(Vectors, Options, cancelled.Token)).Should().Throw<OperationCanceledException>();
        FluentActions.Invoking(() => quantizer.EncodeAll(Vectors, cancellationToken: cancelled.Token)).Should().Throw<OperationCanceledException>();
    }

    private static double ErrorOf(ResidualQuantizer quantizer, float[] vector, int[] codes) =>
        quantizer.Error(new FeatureMatrix(vector.Length, vector), [codes]);
}
