using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class CodeRevivalTests
{
    private static readonly Gen<FeatureMatrix> DistinctSets =
        from rows in Gen.Int[2, 14]
        from values in Gen.Int[-50, 50].Array[rows * 3]
        select Distinct(rows, [.. values.Select(value => (float)value)]);

    [Fact]
    public void A_code_that_names_nothing_restarts_at_the_worst_vector_of_the_largest_cluster()
    {
        // The code at 1000 names nothing. Most vectors are nearest to 0; of them -3 is farthest. 40 is farther from its own code, in a smaller cluster.
        var quantizer = new ResidualQuantizer([TestVectors.Of([0], [30], [1000])]);
        var vectors = TestVectors.Of([0], [1], [-3], [2], [30], [40]);

        var revived = quantizer.Revive(vectors, beam: 1, CancellationToken.None);

        revived.Codebooks[0].Values.Should().Equal(0, 30, -3);
        revived.EncodeAll(vectors).Select(codes => codes[0]).Should().Equal(0, 0, 2, 0, 1, 1);
    }

    [Fact]
    public void A_code_of_a_later_level_restarts_at_what_the_other_levels_leave_over()
    {
        var quantizer = new ResidualQuantizer([TestVectors.Of([10, 0], [0, 10]), TestVectors.Of([0, 0], [500, 500])]);
        var vectors = TestVectors.Of([10, 1], [10, 0], [0, 10]);

        var revived = quantizer.Revive(vectors, beam: 2, CancellationToken.None);

        revived.Codebooks[1][1].ToArray().Should().Equal(0, 1);
        revived.EncodeAll(vectors, beam: 2)[0].Should().Equal(0, 1);
    }

    [Fact]
    public void No_code_stays_unused_where_there_are_as_many_distinct_vectors() =>
        Gen.Select(DistinctSets, Gen.Int[1, 14], Gen.Int[0, 1000]).Sample((vectors, codes, seed) =>
        {
            var starts = new Random(seed);
            var wanted = Math.Min(codes, vectors.Rows);
            var codebook = new FeatureMatrix(3, [.. Enumerable.Range(0, wanted * 3).Select(_ => starts.Next(-500, 500) + 0.5f)]);
            var quantizer = new ResidualQuantizer([codebook]);

            var revived = quantizer.Revive(vectors, beam: 1, CancellationToken.None);

            revived.CountUnused(revived.EncodeAll(vectors)).Should().Be(0);
        });

    [Fact]
    public void Codes_of_all_levels_are_revived_and_every_time_alike()
    {
        var vectors = TestVectors.Blobs(rows: 300, dim: 8, blobs: 40, spread: 0.2);
        var codebooks = ResidualQuantizer.Train(vectors, new ResidualQuantizerOptions { CodebookSizes = [16, 16, 16], Seed = 4 }).Codebooks;
        foreach (var code in Enumerable.Range(0, 4))
        {
            codebooks[0][code].Fill(100);
            codebooks[2][code].Fill(-100);
        }

        var spoilt = new ResidualQuantizer(codebooks);
        var before = spoilt.EncodeAll(vectors, beam: 8);

        var revived = spoilt.Revive(vectors, beam: 8, CancellationToken.None);

        var after = revived.EncodeAll(vectors, beam: 8);
        spoilt.CountUnused(before).Should().BeGreaterThanOrEqualTo(8);
        revived.CountUnused(after).Should().Be(0);
        revived.Error(vectors, after).Should().BeLessThan(spoilt.Error(vectors, before));
        var again = spoilt.Revive(vectors, beam: 8, CancellationToken.None);
        again.Codebooks.SelectMany(codebook => codebook.Values).Should().Equal(revived.Codebooks.SelectMany(codebook => codebook.Values));
    }

    [Fact]
    public void Vectors_that_are_all_rebuilt_leave_spare_codes_as_they_are()
    {
        var vectors = TestVectors.Of([1, 0], [0, 1]);
        var quantizer = new ResidualQuantizer([TestVectors.Of([1, 0], [0, 1], [5, 5])]);

        var revived = quantizer.Revive(vectors, beam: 1, CancellationToken.None);

        revived.Should().BeSameAs(quantizer);
    }

    private static FeatureMatrix Distinct(int rows, float[] values)
    {
        for (var row = 0; row < rows; row++)
        {
            values[row * 3] += row * 200;
        }

        return new FeatureMatrix(3, values);
    }
}
