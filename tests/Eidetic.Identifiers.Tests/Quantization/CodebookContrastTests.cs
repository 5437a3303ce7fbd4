using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class CodebookContrastTests
{
    private const int Images = 400;

    [Fact]
    public void The_pull_on_the_codes_is_the_gradient_that_finite_differences_find()
    {
        var (codes, captions) = (TestVectors.Random(rows: 5, dim: 4, seed: 3), TestVectors.Random(rows: 7, dim: 4, seed: 8));
        int[] counts = [1, 4, 2, 1, 9], choices = [0, 1, 2, 3, 4, 1, 1];
        const double temperature = 0.3, step = 1e-3;

        var (pull, loss) = CaptionChoices.Pull(codes, counts, captions, choices, temperature, CancellationToken.None);

        loss.Should().BeApproximately(PlainLoss(codes.Values), 1e-4);
        for (var value = 0; value < codes.Values.Length; value++)
        {
            var (more, less) = (codes.Values.ToArray(), codes.Values.ToArray());
            more[value] += (float)step;
            less[value] -= (float)step;
            pull.Values[value].Should().BeApproximately((float)(-temperature * (PlainLoss(more) - PlainLoss(less)) / (2 * step)), 2e-3f);
        }

        double PlainLoss(float[] values)
        {
            var sum = 0.0;
            for (var caption = 0; caption < captions.Rows; caption++)
            {
                var scores = Enumerable.Range(0, counts.Length).Select(code =>
                    counts[code] * Math.Exp(Enumerable.Range(0, 4).Sum(axis => (double)captions[caption][axis] * values[code * 4 + axis]) / temperature)).ToArray();
                sum -= Math.Log(scores[choices[caption]] / scores.Sum());
            }

            return sum;
        }
    }

    [Fact]
    public void Captions_that_learning_never_saw_choose_their_images_codes_more_often()
    {
        var request = Request();
        var unseen = Captions(seed: 77);

        var (plain, contrasted) = (Assign(request, weight: 0), Assign(request, weight: 0.5));

        Chosen(contrasted).Should().BeGreaterThan(Chosen(plain) * 1.1);

        double Chosen(IdentifierAssignment assignment) => assignment.Identifiers.Average(identifier =>
        {
            var coarse = Enumerable.Range(0, 32).MaxBy(code => VectorMath.Dot(assignment.TokenVectors![code], unseen[identifier.Image]));
            return coarse == identifier.Tokens[0] ? 1.0 : 0;
        });
    }

    [Fact]
    public void Learning_lowers_what_captions_lose_at_the_same_codes()
    {
        var request = Request();
        var contrast = CodebookContrast.Of(request, rows: null, weight: 0.5)!;
        var plain = ResidualQuantizer.Train(request.Vectors, new ResidualQuantizerOptions { CodebookSizes = [32, 16], Seed = 1 });

        var learned = contrast.Learn(plain, request.Vectors, beam: 8, CancellationToken.None);

        contrast.Loss(learned, learned.EncodeAll(request.Vectors, beam: 8))
            .Should().BeLessThan(contrast.Loss(plain, plain.EncodeAll(request.Vectors, beam: 8)) * 0.98);
    }

    [Fact]
    public void It_is_the_same_for_a_seed_and_for_any_order_of_the_images_and_half_the_images_may_lack_captions()
    {
        var request = Request();
        var order = Enumerable.Range(0, Images).Reverse().ToArray();
        var reversed = request with
        {
            Keys = [.. order.Select(image => request.Keys[image])],
            Vectors = Rows(request.Vectors, order),
            Captions = [.. order.Select(image => request.Captions[image])],
            CaptionVectors = Rows(request.CaptionVectors!, [.. order.SelectMany(image => new[] { 2 * image, 2 * image + 1 })]),
        };
        var silent = request with { CaptionVectors = Rows(request.CaptionVectors!, [.. Enumerable.Range(0, 2 * Images)]) };
        silent.CaptionVectors.Values.AsSpan(Images * request.Vectors.Dim).Clear();

        var first = Assign(request, weight: 0.3);

        Assign(request, weight: 0.3).ToText().Should().Equal(first.ToText());
        Assign(reversed, weight: 0.3).TokenVectors!.Values.Should().Equal(first.TokenVectors!.Values);
        Assign(silent, weight: 0.3).ShouldName(Images);
        Assign(silent, weight: 0.3).TokenVectors!.Values.Should().NotEqual(first.TokenVectors!.Values);
    }

    [Fact]
    public void Captions_that_are_missing_or_too_few_are_said()
    {
        var request = Request();

        FluentActions.Invoking(() => Assign(request with { CaptionVectors = null }, weight: 0.3)).Should().Throw<ArgumentException>().WithMessage("*CaptionVectors*0.3*");
        FluentActions.Invoking(() => Assign(request with { CaptionVectors = TestVectors.Random(3, 24) }, weight: 0)).Should().Throw<ArgumentException>().WithMessage("*[800, 24]*[3, 24]*");
        FluentActions.Invoking(() => IdentifierSchemes.Create("residual", new IdentifierSchemeOptions { CodebookContrast = 1.5 })).Should().Throw<ArgumentException>();
    }

    private static IdentifierAssignment Assign(IdentifierRequest request, double weight) => IdentifierSchemes.Create("residual", new IdentifierSchemeOptions
    {
        Codebooks = [32, 16],
        CodebookContrast = weight,
    }).Assign(request);

    private static IdentifierRequest Request()
    {
        var request = SchemeRequests.Images(Images);
        var (first, second) = (Captions(seed: 1), Captions(seed: 2));
        var captions = new FeatureMatrix(2 * Images, first.Dim);
        for (var image = 0; image < Images; image++)
        {
            first[image].CopyTo(captions[2 * image]);
            second[image].CopyTo(captions[2 * image + 1]);
        }

        return request with { CaptionVectors = captions };
    }

    // Captions see half of what pictures hold, say it with noise, and have a direction of their own.
    private static FeatureMatrix Captions(int seed)
    {
        var (images, captions, noise) = (SchemeRequests.Images(Images).Vectors, new FeatureMatrix(Images, 24), TestVectors.Random(Images, 24, seed: 100 + seed));
        for (var image = 0; image < Images; image++)
        {
            for (var axis = 0; axis < 24; axis++)
            {
                captions[image][axis] = (axis < 12 ? images[image][axis] : 0.1f * images[image][axis]) + 0.4f * noise[image][axis] + (axis == 20 ? 0.5f : 0);
            }
        }

        return captions;
    }

    private static FeatureMatrix Rows(FeatureMatrix matrix, int[] rows) => new(matrix.Dim, [.. rows.SelectMany(row => matrix[row].ToArray())]);
}
