using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Evaluation.Tests;

public sealed class ExactIndexTests
{
    /// <summary>
    /// Rows of 0, 1, 4 or 16 equal values of either sign, scaled by a power of two: their lengths and cosines are exact in float32, so that
    /// the many ties among them are ties for any order of additions.
    /// </summary>
    private static readonly Gen<(int Count, int Start, int Signs, int Scale)> ExactRow =
        Gen.Select(
            Gen.Int[0, 3].Select(one => one == 0 ? 0 : 1 << (2 * (one - 1))),
            Gen.Int[0, 19],
            Gen.Int[0, 65535],
            Gen.Int[0, 3].Select(one => 1 << one));

    [Fact]
    public void Images_are_ordered_by_cosine_whatever_the_lengths()
    {
        var index = new ExactIndex(new FeatureMatrix(2, [0, 3, 10, 0, 1, 1]));

        var hits = index.Top([5, 0], k: 3);

        hits.Select(hit => hit.Image).Should().Equal(1, 2, 0);
        hits.Select(hit => (double)hit.Cosine).Should().SatisfyRespectively(
            first => first.Should().BeApproximately(1, 1e-6),
            second => second.Should().BeApproximately(Math.Sqrt(0.5), 1e-6),
            third => third.Should().BeApproximately(0, 1e-6));
    }

    [Fact]
    public void Equal_images_are_ordered_by_index()
    {
        var index = new ExactIndex(new FeatureMatrix(2, [1, 1, 1, 0, 1, 0, 1, 0]));
        float[] query = [1, 0];

        var ranks = Enumerable.Range(0, 4).Select(image => index.Rank(query, image));

        ranks.Should().Equal(4, 1, 2, 3);
        index.Top(query, k: 2).Select(hit => hit.Image).Should().Equal(1, 2);
    }

    [Fact]
    public void Vectors_of_zeros_have_cosine_zero()
    {
        var index = new ExactIndex(new FeatureMatrix(2, [0, 0, -1, 0, 1, 0]));

        index.Top([1, 0], k: 3).Select(hit => hit.Image).Should().Equal(2, 0, 1);
        index.Top([0, 0], k: 3).Select(hit => hit.Cosine).Should().AllBeEquivalentTo(0f);
    }

    [Fact]
    public void Candidates_keep_their_numbers_and_others_are_not_found()
    {
        var index = new ExactIndex(new FeatureMatrix(2, [1, 0, 0, 1, 1, 1])).Restrict([2, 1, 2]);
        float[] query = [1, 0];

        index.Count.Should().Be(2);
        index.Top(query, k: 10).Select(hit => hit.Image).Should().Equal(2, 1);
        index.Rank(query, 2).Should().Be(1);
        index.Rank(query, 1).Should().Be(2);
        index.Rank(query, 0).Should().BeNull();
    }

    [Fact]
    public void Random_collections_are_ranked_as_by_brute_force()
    {
        var collection =
            from dim in Gen.Int[16, 20]
            from rows in ExactRow.Array[1, 200]
            from queries in ExactRow.Array[1, 70]
            from candidates in Gen.Int[0, rows.Length - 1].Array[1, rows.Length]
            select (rows: Matrix(dim, rows), queries: Matrix(dim, queries), candidates);

        collection.Sample(
            one =>
            {
                var relevant = Enumerable.Range(0, one.queries.Rows).Select(query => query * 7 % one.rows.Rows).ToArray();
                var index = new ExactIndex(one.rows).Restrict(one.candidates);

                var ranks = index.RankAll(one.queries, relevant);
                var top = index.TopAll(one.queries, k: 5);

                for (var query = 0; query < one.queries.Rows; query++)
                {
                    var ranking = BruteForce(one.rows, one.queries[query].ToArray(), one.candidates);
                    var place = ranking.IndexOf(relevant[query]);
                    ranks[query].Should().Be(place < 0 ? null : place + 1);
                    ranks[query].Should().Be(index.Rank(one.queries[query], relevant[query]));
                    top[query].Select(hit => hit.Image).Should().Equal(ranking.Take(5));
                    top[query].Should().Equal(index.Top(one.queries[query], k: 5));
                }
            },
            iter: 60);
    }

    [Fact]
    public void A_query_of_another_dimension_is_refused()
    {
        var index = new ExactIndex(new FeatureMatrix(3, [1, 2, 3]));

        var ranking = () => index.Rank([1, 2], 0);

        ranking.Should().Throw<ArgumentException>().WithMessage("Expected queries of dimension 3, got 2.*");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Values_that_are_not_finite_are_refused(float value)
    {
        var building = () => new ExactIndex(new FeatureMatrix(2, [1, 0, value, 0]));

        building.Should().Throw<ArgumentException>().WithMessage("Expected finite values, got others in row 1.*");
    }

    [Fact]
    public void An_index_of_nothing_is_refused()
    {
        var index = new ExactIndex(new FeatureMatrix(2, [1, 0]));

        var building = () => new ExactIndex(new FeatureMatrix(rows: 0, dim: 2));
        var restricting = () => index.Restrict([]);
        var beyond = () => index.Restrict([0, 1]);

        building.Should().Throw<ArgumentException>();
        restricting.Should().Throw<ArgumentException>();
        beyond.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Expected images of this index, got 1.*");
    }

    [Fact]
    public void Building_leaves_the_vectors_alone()
    {
        var vectors = new FeatureMatrix(2, [3, 4]);

        _ = new ExactIndex(vectors);

        vectors.Values.Should().Equal(3, 4);
    }

    private static List<int> BruteForce(FeatureMatrix rows, float[] query, int[] candidates) =>
        [.. candidates.Distinct().OrderByDescending(image => Cosine(rows[image].ToArray(), query)).ThenBy(image => image)];

    private static double Cosine(float[] left, float[] right) =>
        Dot(left, right) / Math.Max(1e-9, Math.Sqrt(Dot(left, left)) * Math.Sqrt(Dot(right, right)));

    private static double Dot(float[] left, float[] right) => left.Zip(right, (one, other) => (double)one * other).Sum();

    private static FeatureMatrix Matrix(int dim, (int Count, int Start, int Signs, int Scale)[] rows)
    {
        var matrix = new FeatureMatrix(rows.Length, dim);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var place = 0; place < rows[row].Count; place++)
                matrix[row][(rows[row].Start + place) % dim] = ((rows[row].Signs >> place) & 1) == 0 ? rows[row].Scale : -rows[row].Scale;
        }

        return matrix;
    }
}
