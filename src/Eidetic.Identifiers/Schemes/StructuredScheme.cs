using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// GRACE's structured identifiers (§3.2): k-means++ over the images' vectors, repeated inside every cluster of more than a leaf's images;
/// the last token counts the images of a leaf. Token <c>level_code</c> is shared by all parents of a level, as in the paper. The first
/// level's tokens start at their centroids; deeper tokens mean something else under every parent, so their rows are zero.
/// </summary>
internal sealed class StructuredScheme(IdentifierSchemeOptions options) : KeyOrderedScheme
{
    public const string SchemeName = "structured";

    private const int PaperSize = 30;

    public override string Name => SchemeName;

    protected override IdentifierAssignment AssignOrdered(IdentifierRequest request, CancellationToken cancellationToken)
    {
        var paths = new List<int>[request.Keys.Count];
        for (var image = 0; image < paths.Length; image++)
        {
            paths[image] = [];
        }

        var firstCentroids = Divide(request, paths, cancellationToken);
        return ToAssignment(paths, firstCentroids, request.Vectors.Dim);
    }

    // Gives every image its codes; returns the centroids of the first level, or null where all images fit a leaf.
    private FeatureMatrix? Divide(IdentifierRequest request, List<int>[] paths, CancellationToken cancellationToken)
    {
        var (branching, leafSize) = Sizes(paths.Length);
        FeatureMatrix? firstCentroids = null;
        var clusters = new Queue<(int[] Members, int Seed)>();
        clusters.Enqueue((Enumerable.Range(0, paths.Length).ToArray(), request.Seed));
        while (clusters.TryDequeue(out var cluster))
        {
            var (members, seed) = cluster;
            var isFirst = members.Length == paths.Length;
            var split = members.Length > leafSize ? Split(request.Vectors, members, branching, seed, cancellationToken) : null;
            if (split is null)
            {
                Enumerate(members, paths);
                continue;
            }

            if (isFirst)
                firstCentroids = split.Value.Centroids;

            for (var code = 0; code < split.Value.Parts.Count; code++)
            {
                foreach (var image in split.Value.Parts[code])
                {
                    paths[image].Add(code);
                }

                clusters.Enqueue((split.Value.Parts[code], SeedSequence.Child(seed, code)));
            }
        }

        return firstCentroids;
    }

    // Null where the vectors cannot be told apart: such a cluster is a leaf, however large.
    private static (List<int[]> Parts, FeatureMatrix Centroids)? Split(
        FeatureMatrix vectors, int[] members, int branching, int seed, CancellationToken cancellationToken)
    {
        var chosen = members.Length == vectors.Rows ? vectors : Select(vectors, members);
        var result = KMeans.Cluster(chosen, new KMeansOptions { Clusters = branching, Seed = seed }, cancellationToken);
        var groups = Enumerable.Range(0, members.Length).GroupBy(row => result.Labels[row]).OrderBy(group => group.Key).ToList();
        if (groups.Count < 2)
            return null;

        List<int[]> parts = [.. groups.Select(group => group.Select(row => members[row]).ToArray())];
        return (parts, Select(result.Centroids, [.. groups.Select(group => group.Key)]));
    }

    private static void Enumerate(int[] members, List<int>[] paths)
    {
        for (var place = 0; place < members.Length; place++)
        {
            paths[members[place]].Add(place);
        }
    }

    private (int Branching, int LeafSize) Sizes(int images)
    {
        var automatic = Math.Clamp((int)Math.Ceiling(Math.Sqrt(images)), 2, PaperSize);
        return (options.Branching > 0 ? options.Branching : automatic, options.LeafSize > 0 ? options.LeafSize : automatic);
    }

    private static IdentifierAssignment ToAssignment(List<int>[] paths, FeatureMatrix? firstCentroids, int dim)
    {
        var depth = paths.Max(path => path.Count);
        var names = new List<string>();
        var starts = new int[depth];
        for (var level = 0; level < depth; level++)
        {
            starts[level] = names.Count;
            var codes = 1 + paths.Where(path => path.Count > level).Max(path => path[level]);
            names.AddRange(Enumerable.Range(0, codes).Select(code => string.Create(CultureInfo.InvariantCulture, $"{level}_{code}")));
        }

        FeatureMatrix? vectors = null;
        if (firstCentroids is not null)
        {
            vectors = new FeatureMatrix(names.Count, dim);
            firstCentroids.Values.CopyTo(vectors.Values, 0);
        }

        return new IdentifierAssignment
        {
            Vocabulary = new IdentifierVocabulary(names),
            Identifiers = [.. paths.Select((path, image) =>
                new ImageIdentifier(image, [.. path.Select((code, level) => starts[level] + code)]))],
            TokenVectors = vectors,
        };
    }

    private static FeatureMatrix Select(FeatureMatrix vectors, int[] rows)
    {
        var selected = new FeatureMatrix(rows.Length, vectors.Dim);
        for (var row = 0; row < rows.Length; row++)
        {
            vectors[rows[row]].CopyTo(selected[row]);
        }

        return selected;
    }
}
