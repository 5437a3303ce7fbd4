using System.Numerics;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// Residual identifiers, after CART and GENIUS: the nearest of the coarse centroids (<c>c17</c>), codes of what is left over
/// (<c>r1_203 r2_9</c>), and, for images whose codes are all alike, a suffix (<c>u0</c>) that each of them carries. A prefix is a place in
/// the shared space, so new images are named from their vectors alone (<see cref="ResidualNamer"/>).
/// </summary>
internal sealed class ResidualScheme(IdentifierSchemeOptions options) : KeyOrderedScheme
{
    public const string SchemeName = "residual";

    /// <summary>Tokens below which no identifier is cut: the coarse and the first residual code.</summary>
    public const int ShortestCut = 2;

    // Codebooks of at most 8,192 entries gain little from more vectors than this; encoding still sees every image.
    private const int TrainingImages = 65_536;

    private const int MostCodes = 1024;

    private const int MostCoarseCodes = 8192;

    private const double CoarseShare = 0.75;   // codes an image: what the first token does not tell apart, few residual codes have to

    private const int TwoLevelsAbove = 16_384;

    private const int ThreeLevelsAbove = 1_000_000;

    public override string Name => SchemeName;

    public override bool CanNameNewImages => true;

    protected override IdentifierAssignment AssignOrdered(IdentifierRequest request, CancellationToken cancellationToken)
    {
        var rows = Sample(request.Vectors.Rows, request.Seed);
        var quantizer = ResidualQuantizer.Train(rows is null ? request.Vectors : Gather(request.Vectors, rows), new ResidualQuantizerOptions
        {
            CodebookSizes = CodebookSizes(options, request.Keys.Count),
            Beam = options.EncodingBeam,
            RevivesCodes = options.RevivesCodes,
            Seed = request.Seed,
        }, CodebookContrast.Of(request, rows, options.CodebookContrast), cancellationToken);
        var codes = quantizer.EncodeAll(request.Vectors, options.EncodingBeam, cancellationToken);
        SiblingCodes.Part(quantizer, request.Vectors, codes);

        var (paths, suffixes) = ToPaths(codes);
        var tokens = ResidualTokens.Of(quantizer, suffixes);
        return new IdentifierAssignment
        {
            Vocabulary = tokens.ToVocabulary(),
            Identifiers = [.. paths.Select((path, image) => new ImageIdentifier(image, path.Suffix < 0
                ? tokens.Path(codes[image].AsSpan(0, path.Codes))
                : [.. tokens.Path(codes[image]), tokens.Suffix(path.Suffix)]))],
            TokenVectors = tokens.ToVectors(),
        };
    }

    // How many codes each image keeps, and its suffix or -1. Sorted by codes, an image's neighbours share the longest beginnings with it.
    private ((int Codes, int Suffix)[] Paths, int Suffixes) ToPaths(int[][] codes)
    {
        var order = Enumerable.Range(0, codes.Length).ToArray();
        Array.Sort(order, (left, right) =>
        {
            var difference = codes[left].AsSpan().SequenceCompareTo(codes[right]);
            return difference != 0 ? difference : left.CompareTo(right);
        });
        var paths = new (int Codes, int Suffix)[codes.Length];
        var (suffixes, run) = (0, 0);
        for (var place = 0; place < order.Length; place++)
        {
            var own = codes[order[place]];
            var before = place > 0 ? own.AsSpan().CommonPrefixLength(codes[order[place - 1]]) : 0;
            var after = place + 1 < order.Length ? own.AsSpan().CommonPrefixLength(codes[order[place + 1]]) : 0;
            run = before == own.Length ? run + 1 : 0;
            var isShared = before == own.Length || after == own.Length;
            var shortest = options.Compact ? Math.Max(ShortestCut, Math.Max(before, after) + 1) : own.Length;
            paths[order[place]] = (Math.Min(shortest, own.Length), isShared ? run : -1);
            suffixes = isShared ? Math.Max(suffixes, run + 1) : suffixes;
        }

        return (paths, suffixes);
    }

    /// <summary>Codes of every level, the coarse ones first, for a number of images.</summary>
    internal static IReadOnlyList<int> CodebookSizes(IdentifierSchemeOptions options, int images)
    {
        if (options.Codebooks is { } sizes)
            return sizes;

        var coarse = options.CoarseCodes > 0 ? options.CoarseCodes : Math.Max(2, CoarseCodes(images));
        var codes = options.CodesPerLevel > 0 ? options.CodesPerLevel : Math.Clamp(PowerOfTwo(images / 3.0), 4, MostCodes);
        var levels = options.Levels > 0 ? options.Levels : images > ThreeLevelsAbove ? 3 : images > TwoLevelsAbove ? 2 : 1;
        return [coarse, .. Enumerable.Repeat(codes, levels)];
    }

    /// <summary>Coarse codes for a number of images, at least 1.</summary>
    internal static int CoarseCodes(int images) => Math.Clamp((int)(images * CoarseShare), 1, MostCoarseCodes);

    // The largest power of two that is not above the value, at least 1.
    private static int PowerOfTwo(double value) => 1 << BitOperations.Log2((uint)Math.Max(1, value));

    // The images that codebooks are learned from, or null for all.
    private static int[]? Sample(int images, int seed)
    {
        if (images <= TrainingImages)
            return null;

        var rows = Enumerable.Range(0, images).ToArray();
        new Random(SeedSequence.Child(seed, int.MaxValue)).Shuffle(rows);
        return rows[..TrainingImages];
    }

    private static FeatureMatrix Gather(FeatureMatrix vectors, int[] rows)
    {
        var sample = new FeatureMatrix(rows.Length, vectors.Dim);
        for (var row = 0; row < rows.Length; row++)
        {
            vectors[rows[row]].CopyTo(sample[row]);
        }

        return sample;
    }
}
