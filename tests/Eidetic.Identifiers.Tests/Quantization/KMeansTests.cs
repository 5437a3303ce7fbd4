using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class KMeansTests
{
    private static readonly Gen<FeatureMatrix> SmallSets =
        from rows in Gen.Int[1, 12]
        from dim in Gen.Int[1, 19]
        from values in Gen.Float[-2, 2].Array[rows * dim]
        select new FeatureMatrix(dim, values);

    [Fact]
    public void Separated_blobs_are_found_exactly()
    {
        var vectors = TestVectors.Blobs(rows: 120, dim: 19, blobs: 4, spread: 0.05);

        var result = KMeans.Cluster(vectors, new KMeansOptions { Clusters = 4 });

        var blobOfLabel = result.Labels.Take(4).ToArray();
        blobOfLabel.Should().OnlyHaveUniqueItems();
        result.Labels.Should().Equal(Enumerable.Range(0, 120).Select(row => blobOfLabel[row % 4]));
        result.Converged.Should().BeTrue();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_best_of_many_seeds_is_the_optimum_that_brute_force_finds(int clusters)
    {
        var vectors = TestVectors.Random(rows: 8, dim: 2, seed: 5);
        var optimum = BruteForce(vectors, clusters);

        var inertias = Enumerable.Range(0, 40)
            .Select(seed => KMeans.Cluster(vectors, new KMeansOptions { Clusters = clusters, Seed = seed, Tolerance = 0 }).Inertia).ToList();

        inertias.Min().Should().BeApproximately(optimum, 1e-5);
        inertias.Should().OnlyContain(inertia => inertia >= optimum - 1e-5);
    }

    [Fact]
    public void Every_vector_is_labelled_with_a_nearest_centroid_and_the_inertia_is_their_distance() =>
        Gen.Select(SmallSets, Gen.Int[1, 15], Gen.Int[0, 100]).Sample((vectors, clusters, seed) =>
        {
            var result = KMeans.Cluster(vectors, new KMeansOptions { Clusters = clusters, Seed = seed });

            var sum = 0.0;
            for (var row = 0; row < vectors.Rows; row++)
            {
                var nearest = Enumerable.Range(0, result.Centroids.Rows).Min(cluster => Distance(vectors, row, result.Centroids, cluster));
                Distance(vectors, row, result.Centroids, result.Labels[row]).Should().BeApproximately(nearest, 1e-4);
                sum += nearest;
            }

            result.Inertia.Should().BeApproximately(sum, 1e-3);
        });

    [Fact]
    public void As_many_clusters_as_distinct_vectors_rebuild_them_exactly()
    {
        var vectors = TestVectors.Of([1, 0], [0, 1], [1, 0], [1, 0], [0, 1], [-1, 0]);

        var result = KMeans.Cluster(vectors, new KMeansOptions { Clusters = 50 });

        result.Centroids.Rows.Should().Be(3);
        result.Inertia.Should().Be(0);
    }

    [Theory]
    [InlineData(KMeansStart.PlusPlus)]
    [InlineData(KMeansStart.GroupMeans)]
    public void The_same_seed_gives_the_same_bytes_however_often_it_runs(KMeansStart start)
    {
        var vectors = TestVectors.Random(rows: 1500, dim: 67);
        var options = new KMeansOptions { Clusters = 20, Seed = 3, Start = start };
        var first = KMeans.Cluster(vectors, options);

        var again = Enumerable.Range(0, 3).AsParallel().Select(_ => KMeans.Cluster(Moved(vectors), options)).ToList();

        again.Should().AllSatisfy(result => result.Centroids.Values.Should().Equal(first.Centroids.Values));
        KMeans.Cluster(vectors, options with { Seed = 4 }).Centroids.Values.Should().NotEqual(first.Centroids.Values);
    }

    [Fact]
    public void Group_means_spread_vectors_without_clusters_more_evenly_than_plus_plus()
    {
        // Lengths differ, as residuals' do: k-means++ prefers the long ones, and all short ones then share a cluster.
        var vectors = TestVectors.Random(rows: 1000, dim: 256);
        var lengths = new Random(6);
        for (var row = 0; row < vectors.Rows; row++)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(vectors[row], 0.5f + (float)lengths.NextDouble(), vectors[row]);
        }

        var options = new KMeansOptions { Clusters = 50, Seed = 1 };

        var plusPlus = KMeans.Cluster(vectors, options);
        var groupMeans = KMeans.Cluster(vectors, options with { Start = KMeansStart.GroupMeans });

        LargestCluster(groupMeans).Should().BeLessThan(LargestCluster(plusPlus) / 2);
        groupMeans.Inertia.Should().BeLessThan(plusPlus.Inertia);
    }

    [Fact]
    public void A_cluster_left_empty_restarts_where_it_helps()
    {
        // 400 copies of one vector hold every group mean near it; the four others are far away.
        var rows = Enumerable.Repeat(new float[] { 0, 0 }, 400).Concat([[9, 0], [0, 9], [-9, 0], [0, -9]]).ToArray();

        var result = KMeans.Cluster(TestVectors.Of(rows), new KMeansOptions { Clusters = 4, Start = KMeansStart.GroupMeans, Tolerance = 0 });

        result.Labels.Distinct().Should().HaveCount(4);
    }

    [Fact]
    public void Each_limit_changes_the_result()
    {
        var vectors = TestVectors.Random(rows: 500, dim: 16);
        var free = new KMeansOptions { Clusters = 10, Tolerance = 0, MaxIterations = 1000 };
        var unlimited = KMeans.Cluster(vectors, free);

        var one = KMeans.Cluster(vectors, free with { MaxIterations = 1 });
        var loose = KMeans.Cluster(vectors, free with { Tolerance = 0.05 });

        unlimited.Converged.Should().BeTrue();
        one.Should().Match<KMeansResult>(result => result.Iterations == 1 && !result.Converged && result.Inertia > unlimited.Inertia);
        loose.Iterations.Should().BeLessThan(unlimited.Iterations);
    }

    [Fact]
    public void Wrong_arguments_are_refused_and_cancellation_is_honoured()
    {
        var vectors = TestVectors.Random(rows: 5, dim: 3);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        FluentActions.Invoking(() => KMeans.Cluster(vectors, new KMeansOptions { Clusters = 0 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => KMeans.Cluster(new FeatureMatrix(0, 3), new KMeansOptions { Clusters = 1 })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => KMeans.Cluster(vectors, new KMeansOptions { Clusters = 2 }, cancelled.Token))
            .Should().Throw<OperationCanceledException>();
    }

    private static int LargestCluster(KMeansResult result) => result.Labels.CountBy(label => label).Max(count => count.Value);

    // The same values at another address: rounding must not depend on alignment.
    private static FeatureMatrix Moved(FeatureMatrix vectors) => new(vectors.Dim, vectors.Values.AsSpan().ToArray());

    private static double Distance(FeatureMatrix left, int leftRow, FeatureMatrix right, int rightRow)
    {
        var sum = 0.0;
        for (var axis = 0; axis < left.Dim; axis++)
        {
            var difference = (double)left[leftRow][axis] - right[rightRow][axis];
            sum += difference * difference;
        }

        return sum;
    }

    // Every way to label the rows.
    private static double BruteForce(FeatureMatrix vectors, int clusters)
    {
        var best = double.PositiveInfinity;
        for (var labelling = 0; labelling < Math.Pow(clusters, vectors.Rows); labelling++)
        {
            var labels = Enumerable.Range(0, vectors.Rows).Select(row => labelling / (int)Math.Pow(clusters, row) % clusters).ToArray();
            var sum = 0.0;
            foreach (var members in Enumerable.Range(0, vectors.Rows).GroupBy(row => labels[row]))
            {
                var mean = new FeatureMatrix(1, vectors.Dim);
                for (var axis = 0; axis < vectors.Dim; axis++)
                {
                    mean[0][axis] = members.Average(row => vectors[row][axis]);
                }

                sum += members.Sum(row => Distance(vectors, row, mean, 0));
            }

            best = Math.Min(best, sum);
        }

        return best;
    }
}
