using Eidetic.Abstractions;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Calibrating;

[Collection(TorchTests.Name)]
public sealed class CalibratorTests(LearnedMemory learned)
{
    [Fact]
    public void A_neighbourhood_is_the_image_and_what_lies_nearest_to_it()
    {
        var random = new Random(1);
        var vectors = new FeatureMatrix(8, [.. Enumerable.Range(0, 41 * 8).Select(_ => random.NextSingle() - 0.5f)]);
        vectors[40].Clear();
        vectors[7].CopyTo(vectors[40]); // a twin that comes later
        int[] candidates = [.. Enumerable.Range(0, 41).Where(image => image is not (2 or 3))];

        var remaining = RemovalTrials.Remaining(vectors, image: 40, candidates);

        // 5 % of 39 are two: the image itself, and its twin.
        remaining.Should().BeEquivalentTo(candidates.Except([7, 40]));
    }

    [Fact]
    public void An_image_is_taken_away_even_where_its_twin_comes_first()
    {
        var vectors = new FeatureMatrix(2, [1, 0, 1, 0, 1, 0, 0, 1]);

        var remaining = RemovalTrials.Remaining(vectors, image: 2, [0, 1, 2, 3]);

        remaining.Should().BeEquivalentTo([0, 1, 3]);
    }

    [Fact]
    public void Fewer_than_fifty_captions_give_no_calibration_and_as_many_always_the_same()
    {
        using var engine = RecallEngine.Open(MemoryGeneration.Open(learned.Options.Memory));
        var calibrator = new Calibrator(engine, ImageVectors.Load(engine.Generation[MemoryGeneration.VectorsFile]).ToSharedMatrix());
        (int, string)[] texts = [.. Enumerable.Range(0, 50).Select(i => (i % 24, engine.Catalog.Keys[i % 24].Replace('-', ' ')))];
        var (once, again) = (learned.At("once.json"), learned.At("again.json"));
        var shares = new List<double>();

        var none = calibrator.Fit(texts[..49], seed: 1, shares.Add, TestContext.Current.CancellationToken);
        calibrator.Fit(texts, seed: 1, shares.Add, TestContext.Current.CancellationToken)!.Save(once);
        calibrator.Fit(texts, seed: 1, _ => { }, TestContext.Current.CancellationToken)!.Save(again);

        none.Should().BeNull();
        shares.Should().HaveCount(50).And.BeInAscendingOrder().And.EndWith(1);
        File.ReadAllBytes(again).Should().Equal(File.ReadAllBytes(once));
    }
}
