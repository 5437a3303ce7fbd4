using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// The contrastive term of a residual quantizer (after AVG and GENIUS, whose quantizers find nothing without one): besides rebuilding the
/// images, codes are to be chosen by captions. Level by level the probability of an image's code, given a caption of it and the codes before,
/// is a softmax over the products of the caption with the codes that follow there, as a decoder that learned nothing yet scores them
/// (InfoNCE; van den Oord et al. 2018, eq. 4). Images are encoded as ever, by themselves, so that new ones are named alike.
/// </summary>
/// <param name="captions">float32 [captions, dim]; rows of zeros say nothing.</param>
/// <param name="captionsOf">For each vector that is quantized the rows of its captions, possibly none.</param>
/// <param name="weight">How much the captions move the codes, beside the vectors that they rebuild, 0..1.</param>
/// <param name="seed">Chooses among an image's captions.</param>
internal sealed class CodebookContrast(FeatureMatrix captions, int[][] captionsOf, double weight, int seed)
{
    private const int Rounds = 3;
    private const int Moves = 2;                // of a codebook in a round
    private const float Damping = 0.5f;         // part of the way that a move goes
    private const double Temperature = 0.05;    // that of a shared space before it learned one

    /// <summary>The captions of a request, or null where they are not to be learned from.</summary>
    /// <param name="request">A checked request.</param>
    /// <param name="rows">The images that are quantized; null for all.</param>
    /// <param name="weight">How much captions count; 0 for not at all.</param>
    /// <exception cref="ArgumentException">Captions are to count, and the request has no vectors of them.</exception>
    public static CodebookContrast? Of(IdentifierRequest request, int[]? rows, double weight)
    {
        if (weight == 0)
            return null;

        if (request.CaptionVectors is not { } vectors)
        {
            throw new ArgumentException(
                $"Expected {nameof(request.CaptionVectors)} for a {nameof(IdentifierSchemeOptions.CodebookContrast)} of {weight}, got none.", nameof(request));
        }

        var (groups, next) = (new int[request.Captions.Count][], 0);
        for (var image = 0; image < groups.Length; image++)
        {
            var count = request.Captions[image].Count;
            groups[image] = [.. Enumerable.Range(next, count).Where(row => vectors[row].ContainsAnyExcept(0f))];
            next += count;
        }

        return new CodebookContrast(vectors, rows is null ? groups : [.. rows.Select(row => groups[row])], weight, request.Seed);
    }

    /// <summary>Moves the codes of all levels in turn, to where they rebuild their vectors and are chosen by their captions.</summary>
    /// <param name="quantizer">Trained to rebuild.</param>
    /// <param name="vectors">float32 [rows, dim].</param>
    /// <param name="beam">Partial codes kept while encoding.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public ResidualQuantizer Learn(ResidualQuantizer quantizer, FeatureMatrix vectors, int beam, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var codes = quantizer.EncodeAll(vectors, beam, cancellationToken);
            var codebooks = quantizer.Codebooks.Select(codebook => new FeatureMatrix(codebook.Dim, codebook.Values.AsSpan().ToArray())).ToArray();
            var drawn = Draw(round);
            for (var level = 0; level < codebooks.Length; level++)
            {
                var (means, counts) = ResidualQuantizer.Means(codebooks, vectors, codes, level);
                for (var move = 0; move < Moves; move++)
                {
                    var pull = new FeatureMatrix(means.Rows, means.Dim);
                    AddPull(pull, codebooks[level], codes, level, drawn, cancellationToken);
                    Move(codebooks[level], means, counts, pull);
                }
            }

            quantizer = new ResidualQuantizer(codebooks);
        }

        return quantizer;
    }

    /// <summary>What captions lose by not choosing the codes of their images, all levels together; for tests and measurements.</summary>
    internal double Loss(ResidualQuantizer quantizer, int[][] codes)
    {
        var (loss, drawn) = (0.0, Draw(round: 0));
        for (var level = 0; level < quantizer.Levels; level++)
        {
            var codebook = quantizer.Codebooks[level];
            loss += AddPull(new FeatureMatrix(codebook.Rows, codebook.Dim), codebook, codes, level, drawn, CancellationToken.None);
        }

        return loss;
    }

    private void Move(FeatureMatrix codebook, FeatureMatrix means, int[] counts, FeatureMatrix pull)
    {
        for (var code = 0; code < counts.Length; code++)
        {
            if (counts[code] == 0)
                continue;

            // Where the gradient of (|code - mean|² of the code's vectors) / 2 and of the captions' loss, times weight and temperature, is zero.
            TensorPrimitives.MultiplyAdd<float>(pull[code], (float)(weight / counts[code]), means[code], pull[code]);
            TensorPrimitives.Lerp(codebook[code], pull[code], Damping, codebook[code]);
        }
    }

    // One caption of each vector that has any, or -1.
    private int[] Draw(int round)
    {
        var random = new Random(SeedSequence.Child(seed, int.MaxValue - 1 - round));
        return [.. captionsOf.Select(rows => rows.Length == 0 ? -1 : rows[random.Next(rows.Length)])];
    }

    // Adds for each code what its captions add up to, less what captions that are expected to choose it do; gives the captions' loss.
    private double AddPull(FeatureMatrix pull, FeatureMatrix codebook, int[][] codes, int level, int[] drawn, CancellationToken cancellationToken)
    {
        var loss = 0.0;
        foreach (var siblings in Siblings(codes, level))
        {
            var counts = siblings.CountBy(row => codes[row][level]).OrderBy(pair => pair.Key).ToArray();
            var captioned = siblings.Where(row => drawn[row] >= 0).ToArray();
            if (counts.Length < 2 || captioned.Length == 0)
                continue; // Nothing to choose from, or nobody to choose.

            var choices = counts.Select((pair, place) => (pair.Key, place)).ToDictionary(pair => pair.Key, pair => pair.place);
            var (moved, lost) = CaptionChoices.Pull(
                Gather(codebook, [.. counts.Select(pair => pair.Key)]), [.. counts.Select(pair => pair.Value)],
                Gather(captions, [.. captioned.Select(row => drawn[row])]), [.. captioned.Select(row => choices[codes[row][level]])], Temperature, cancellationToken);
            loss += lost;
            for (var place = 0; place < counts.Length; place++)
            {
                TensorPrimitives.Add(pull[counts[place].Key], moved[place], pull[counts[place].Key]);
            }
        }

        return loss;
    }

    // The rows whose codes before a level are alike, in the order of their first.
    private static IEnumerable<int[]> Siblings(int[][] codes, int level)
    {
        var group = new int[codes.Length];
        for (var before = 0; before < level; before++)
        {
            var numbers = new Dictionary<(int Group, int Code), int>();
            for (var row = 0; row < codes.Length; row++)
            {
                var key = (group[row], codes[row][before]);
                group[row] = numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count;
            }
        }

        return Enumerable.Range(0, codes.Length).GroupBy(row => group[row]).Select(rows => rows.ToArray());
    }

    private static FeatureMatrix Gather(FeatureMatrix matrix, int[] rows)
    {
        var gathered = new FeatureMatrix(rows.Length, matrix.Dim);
        for (var row = 0; row < rows.Length; row++)
        {
            matrix[rows[row]].CopyTo(gathered[row]);
        }

        return gathered;
    }
}
