using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed partial class CompactBackboneTests
{
    private const float Tolerance = 2e-5f;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Scoring_step_by_step_with_a_cache_equals_scoring_all_steps_at_once(bool hasText, bool hasImage)
    {
        using var backbone = TrainedLooking();
        var (texts, images) = Sides(hasText, hasImage, queries: 3);
        int[][] identifiers = [[1, 4, 7, 2], [0, 8, 3, 3], [5, 5, 6, 1]];

        var expected = AllAtOnce(backbone, texts, images, identifiers);
        using var scorer = backbone.CreateScorer(texts, images);
        var first = new float[3 * 9];
        scorer.Start(first);
        var steps = new List<float[]> { first };
        for (var step = 0; step < 3; step++)
        {
            var scores = new float[3 * 9];
            scorer.Continue([0, 1, 2], [.. identifiers.Select(i => i[step])], scores);
            steps.Add(scores);
        }

        for (var step = 0; step < 4; step++)
        {
            steps[step].Should().BeEquivalentTo(expected[step], o => o.WithStrictOrdering().Using<float>(
                c => c.Subject.Should().BeApproximately(c.Expectation, Tolerance)).WhenTypeIs<float>());
        }
    }

    [Fact]
    public void Rows_follow_their_parents()
    {
        using var backbone = TrainedLooking();
        var (texts, _) = Sides(hasText: true, hasImage: false, queries: 2);
        using var scorer = backbone.CreateScorer(texts, null);
        using var straight = backbone.CreateScorer(texts, null);
        var buffer = new float[2 * 9];
        scorer.Start(buffer);
        straight.Start(buffer);

        var crossed = new float[3 * 9];
        scorer.Continue([1, 0, 1], [4, 4, 2], crossed);
        var plain = new float[2 * 9];
        straight.Continue([0, 1], [4, 4], plain);

        crossed[..9].Should().BeEquivalentTo(plain[9..], o => o.WithStrictOrdering().Using<float>(
            c => c.Subject.Should().BeApproximately(c.Expectation, Tolerance)).WhenTypeIs<float>());
        crossed[9..18].Should().BeEquivalentTo(plain[..9], o => o.WithStrictOrdering().Using<float>(
            c => c.Subject.Should().BeApproximately(c.Expectation, Tolerance)).WhenTypeIs<float>());
    }

    [Fact]
    public void A_range_of_tokens_gets_the_scores_of_a_whole_row_normalized_over_it()
    {
        using var backbone = TrainedLooking();
        var (texts, _) = Sides(hasText: true, hasImage: false, queries: 2);
        using var scorer = backbone.CreateScorer(texts, null);
        using var whole = backbone.CreateScorer(texts, null);
        var buffer = new float[2 * 9];
        scorer.Start(buffer);
        whole.Start(buffer);
        whole.Continue([1, 0], [4, 2], buffer);

        var range = new float[2 * 3];
        scorer.Should().BeAssignableTo<INextTokenRangeScorer>().Subject.Continue([1, 0], [4, 2], firstToken: 5, tokenCount: 3, range);

        for (var row = 0; row < 2; row++)
        {
            var expected = buffer[((row * 9) + 5)..((row * 9) + 8)];
            var total = Math.Log(expected.Sum(score => Math.Exp(score)));
            range[(3 * row)..((3 * row) + 3)].Should().BeEquivalentTo(expected.Select(score => (float)(score - total)), o => o.WithStrictOrdering().Using<float>(
                c => c.Subject.Should().BeApproximately(c.Expectation, Tolerance)).WhenTypeIs<float>());
        }
    }

    [Fact]
    public void Scores_are_log_probabilities_over_the_vocabulary()
    {
        using var backbone = TrainedLooking();
        var (texts, _) = Sides(hasText: true, hasImage: false, queries: 1);
        using var scorer = backbone.CreateScorer(texts, null);
        var scores = new float[9];

        scorer.Start(scores);

        scores.Sum(s => Math.Exp(s)).Should().BeApproximately(1, 1e-5);
    }

    [Fact]
    public void Before_learning_a_step_scores_by_similarity_with_the_tokens_start_vectors()
    {
        using var backbone = TinyCompact.Create();
        using var scope = NewDisposeScope();
        var codebook = TinyCompact.RandomUnit(9, 16, seed: 3);
        backbone.Decoder.StartTokenVectors(tensor(codebook.Values, 9, 16));
        var query = TinyCompact.RandomUnit(1, 16, seed: 4);

        using var scorer = backbone.CreateScorer(query, null);
        var scores = new float[9];
        scorer.Start(scores);

        var similarity = Enumerable.Range(0, 9).Select(t => Enumerable.Range(0, 16).Sum(d => codebook[t][d] * query[0][d])).ToArray();
        for (var token = 1; token < 9; token++)
        {
            (scores[token] - scores[0]).Should().BeApproximately(20 * (similarity[token] - similarity[0]), 1e-3f);
        }
    }

    [Fact]
    public void Before_learning_a_token_is_the_likelier_the_more_identifiers_hold_it()
    {
        using var backbone = TinyCompact.Create();
        var query = TinyCompact.RandomUnit(1, 16, seed: 4);
        var (before, after) = (new float[9], new float[9]);
        using (var scorer = backbone.CreateScorer(query, null))
        {
            scorer.Start(before);
        }

        backbone.Decoder.StartTokenBias([8, 1, 1, 1, 1, 1, 1, 1, 0]);
        using (var scorer = backbone.CreateScorer(query, null))
        {
            scorer.Start(after);
        }

        (after[0] - after[1] - (before[0] - before[1])).Should().BeApproximately(MathF.Log(8), 1e-4f);
        (after[8] - after[1]).Should().BeApproximately(before[8] - before[1], 1e-4f);
    }

    [Fact]
    public void Before_learning_a_token_is_the_likelier_the_further_apart_its_images_lie()
    {
        using var backbone = TinyCompact.Create();
        var query = TinyCompact.RandomUnit(1, 16, seed: 4);
        var (near, far) = (new float[9], new float[9]);
        backbone.Decoder.StartTokenBias([2, 2, 1, 1, 1, 1, 1, 1, 1]);
        using (var scorer = backbone.CreateScorer(query, null))
        {
            scorer.Start(near);
        }

        backbone.Decoder.StartTokenBias([2, 2, 1, 1, 1, 1, 1, 1, 1], [0.4f, 0.2f, 0, 0, 0, 0, 0, 0, 0]);
        using (var scorer = backbone.CreateScorer(query, null))
        {
            scorer.Start(far);
        }

        (far[0] - far[8] - (near[0] - near[8])).Should().BeApproximately(1, 1e-4f);
        (far[1] - far[8] - (near[1] - near[8])).Should().BeApproximately(0.5f, 1e-4f);
        (far[7] - far[8]).Should().BeApproximately(near[7] - near[8], 1e-4f);
    }

    [Fact]
    public void Tokens_in_the_same_place_are_told_apart_by_their_direct_vectors()
    {
        using var backbone = TinyCompact.Create();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        backbone.Decoder.StartTokenVectors(TinyCompact.RandomUnit(1, 16, seed: 3).ToTensor(CPU).expand(9, 16).clone());
        var query = TinyCompact.RandomUnit(1, 16, seed: 4);
        var (alike, apart) = (new float[9], new float[9]);
        using (var scorer = backbone.CreateScorer(query, null))
        {
            scorer.Start(alike);
        }

        backbone.Decoder.state_dict()["token_direct"].normal_();
        using (var scorer = backbone.CreateScorer(query, null))
        {
            scorer.Start(apart);
        }

        alike.Should().OnlyContain(score => MathF.Abs(score - alike[0]) < 1e-5f);
        apart.Select(score => MathF.Round(score, 3)).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_backbone_holds_direct_vectors_only_where_its_options_say_so(int directDim)
    {
        using var backbone = TinyCompact.Create(TinyCompact.Options with { DirectDim = directDim });

        backbone.Decoder.state_dict().Keys.Any(name => name.Contains("direct")).Should().Be(directDim > 0);
    }

    [Fact]
    public void Pictures_that_lie_together_in_the_shared_space_are_told_apart_by_what_the_eyes_saw()
    {
        using var backbone = TrainedLooking();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var place = TinyCompact.RandomUnit(1, 16, seed: 4).ToTensor(CPU);
        var none = zeros(1, 0, dtype: ScalarType.Int64);
        Tensor Ask(int seed) => backbone.Decoder.StepQueries(
            new QuerySides(null, new ImageSide(place, TinyCompact.Random(1, 12, seed).ToTensor(CPU))), none);

        var (one, other) = (Ask(seed: 1), Ask(seed: 2));

        (one - other).abs().max().ToSingle().Should().BeGreaterThan(0.01f);
    }

    [Fact]
    public void Zero_rows_leave_a_token_its_random_start_nearer_to_the_origin_where_a_codebook_places_the_others()
    {
        using var backbone = TinyCompact.Create();
        using var scope = NewDisposeScope();
        var before = backbone.Decoder.state_dict()["token_vectors"].clone();
        var codebook = TinyCompact.RandomUnit(9, 16, seed: 3);
        codebook[2].Clear();

        backbone.Decoder.StartTokenVectors(tensor(codebook.Values, 9, 16));

        var after = backbone.Decoder.state_dict()["token_vectors"];
        after[2].allclose(before[2] * 0.4).Should().BeTrue();
        after[3].allclose(before[3]).Should().BeFalse();
    }

    [Fact]
    public void Where_few_tokens_have_a_place_the_others_keep_their_random_start()
    {
        using var backbone = TinyCompact.Create();
        using var scope = NewDisposeScope();
        var before = backbone.Decoder.state_dict()["token_vectors"].clone();
        var codebook = new FeatureMatrix(9, 16);
        codebook[3].Fill(0.25f);

        backbone.Decoder.StartTokenVectors(tensor(codebook.Values, 9, 16));

        var after = backbone.Decoder.state_dict()["token_vectors"];
        after[2].equal(before[2]).all().ToBoolean().Should().BeTrue();
        after[3].allclose(before[3]).Should().BeFalse();
    }

    [Fact]
    public void Saved_and_loaded_it_scores_the_same()
    {
        using var backbone = TrainedLooking();
        var path = Path.Combine(Path.GetTempPath(), $"compact-{Guid.NewGuid():N}.safetensors");
        try
        {
            backbone.Save(path);
            using var loaded = CompactBackbone.Load(path, CPU);
            var (texts, images) = Sides(hasText: true, hasImage: true, queries: 2);
            var (expected, actual) = (new float[18], new float[18]);

            using (var scorer = backbone.CreateScorer(texts, images))
            {
                scorer.Start(expected);
            }

            using (var scorer = loaded.CreateScorer(texts, images))
            {
                scorer.Start(actual);
            }

            actual.Should().Equal(expected);
            loaded.Options.Should().Be(backbone.Options);
            loaded.ProjectTexts(TinyCompact.Random(2, 10, 1)).Values.Should().Equal(backbone.ProjectTexts(TinyCompact.Random(2, 10, 1)).Values);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_without_a_compact_backbone_is_refused()
    {
        TorchRuntime.EnsureLoaded();
        var path = Path.Combine(Path.GetTempPath(), $"foreign-{Guid.NewGuid():N}.safetensors");
        try
        {
            using var values = ones(2);
            SafetensorsWriter.Write(path, [KeyValuePair.Create("weight", values)]);

            var load = () => CompactBackbone.Load(path, CPU);

            load.Should().Throw<CheckpointFormatException>().WithMessage("*compact backbone*rebuild the memory*");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(0, 4, 0.1, "*Dim*")]
    [InlineData(30, 4, 0.1, "*divide*")]
    [InlineData(32, 4, 1.0, "*Dropout*")]
    public void Impossible_sizes_are_refused(int dim, int heads, double dropout, string message)
    {
        var build = () => TinyCompact.Create(TinyCompact.Options with { Dim = dim, Heads = heads, Dropout = dropout });

        build.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Projections_are_unit_vectors_and_vectors_of_another_length_are_refused()
    {
        using var backbone = TinyCompact.Create();

        var projected = backbone.ProjectImages(TinyCompact.Random(1500, 12, seed: 2));
        var wrong = () => backbone.ProjectImages(TinyCompact.Random(2, 11, seed: 2));

        projected.Rows.Should().Be(1500);
        projected[1499].ToArray().Sum(v => v * v).Should().BeApproximately(1, 1e-4f);
        wrong.Should().Throw<ArgumentException>().WithMessage("Expected [rows, 12], got [2, 11].*");
    }

    [Fact]
    public void A_decoding_leaves_no_tensor_behind()
    {
        using var backbone = TinyCompact.Create();
        Decode(backbone);
        var before = Tensor.TotalCount;

        Decode(backbone);

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before, "the collector may free what earlier tests left, and nothing may be added");
    }

    private static void Decode(CompactBackbone backbone)
    {
        using var scorer = backbone.CreateScorer(TinyCompact.RandomUnit(2, 16, 1), TinyCompact.Random(2, 12, 2));
        var scores = new float[3 * 9];
        scorer.Start(scores.AsSpan(0, 18));
        scorer.Continue([0, 1, 1], [3, 4, 5], scores);
        scorer.Continue([0, 2, 1], [3, 4, 5], scores);
    }

    // The output projection starts at zero; give it weight, as learning would, so that blocks and caches matter.
    private static CompactBackbone TrainedLooking()
    {
        var backbone = TinyCompact.Create();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        backbone.Decoder.state_dict()["output.weight"].normal_(0, 0.02);
        return backbone;
    }

    private static (FeatureMatrix? Texts, FeatureMatrix? Images) Sides(bool hasText, bool hasImage, int queries) => (
        hasText ? TinyCompact.RandomUnit(queries, 16, seed: 11) : null, hasImage ? TinyCompact.Random(queries, 12, seed: 12) : null);

    private static float[][] AllAtOnce(CompactBackbone backbone, FeatureMatrix? texts, FeatureMatrix? images, int[][] identifiers)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor? ToTensor(FeatureMatrix? m) => m is null ? null : tensor(m.Values, m.Rows, m.Dim);
        var tokens = tensor(identifiers.SelectMany(i => i.Take(3)).Select(t => (long)t).ToArray(), identifiers.Length, 3);
        var queries = backbone.Decoder.StepQueries(new QuerySides(ToTensor(texts), Look(backbone, ToTensor(images))), tokens);
        return [.. Enumerable.Range(0, 4).Select(s => nn.functional.log_softmax(backbone.Decoder.Logits(queries.select(1, s), first: 0, count: 9), dim: -1)
            .contiguous().data<float>().ToArray())];
    }

    private static ImageSide? Look(CompactBackbone backbone, Tensor? features) => features is null
        ? null
        : new ImageSide(backbone.Shared.Image.call(features), backbone.Shared.Image.Standardize(features));
}
