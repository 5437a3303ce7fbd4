using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>Against values computed independently in float64; tolerances as published with them. Wrong padding passes a classification check, but not these.</summary>
public class MobileNetGoldenTests(MobileNetFixture eyes) : IClassFixture<MobileNetFixture>
{
    public static TheoryData<string> Names => ["cup", "guitar", "penguin", "pattern"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Feature_maps_agree_at_every_golden_place(string name)
    {
        using var scope = NewDisposeScope();
        using var golden = SafetensorsFile.Open(Path.Combine(Fixture.MobileNet, "golden.safetensors"));
        var picture = Fixture.ReadPng(Path.Combine(Fixture.MobileNet, $"{name}.png"));
        using var file = SafetensorsFile.Open(Path.Combine(ShippedEncoders.MobileNetFolder, "mobilenet-v2.int8.safetensors"));
        using var network = new MobileNetNetwork(file);

        var x = MobileNetEncoder.Prepare([picture], 0, 1);
        var maps = new Dictionary<int, Tensor>();
        for (var stage = 0; stage < MobileNetNetwork.Stages; stage++)
            maps[stage] = x = network.Apply(stage, x);

        var rows = maps[0].squeeze(0).index_select(1, tensor(new[] { 0L, 55L, 111L }));  // [32, 3, 112]
        Difference(rows, golden, $"{name}.features.0.rows").Should().BeLessThan(1e-4f);
        Difference(maps[7], golden, $"{name}.features.7").Should().BeLessThan(5e-3f);
        Difference(maps[18], golden, $"{name}.features.18").Should().BeLessThan(2e-3f);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pooled_features_logits_and_top_5_agree(string name)
    {
        using var golden = SafetensorsFile.Open(Path.Combine(Fixture.MobileNet, "golden.safetensors"));
        var expected = Fixture.ReadJson(Fixture.MobileNet, "golden.json").GetProperty("cases").EnumerateArray()
            .Single(entry => entry.GetProperty("name").GetString() == name);
        var picture = Fixture.ReadPng(Path.Combine(Fixture.MobileNet, $"{name}.png"));

        var pooled = eyes.Encoder.Encode([picture]);
        var logits = eyes.Encoder.Classify(pooled);

        Fixture.Sha256(picture.Pixels).Should().Be(expected.GetProperty("sha256_rgb_bytes").GetString());
        Fixture.LargestDifference(pooled.Values, golden.LoadFloats($"{name}.pooled")).Should().BeLessThan(1e-3f);
        Fixture.Cosine(pooled.Values, golden.LoadFloats($"{name}.pooled")).Should().BeGreaterThanOrEqualTo(0.99999);
        Fixture.LargestDifference(logits.Values, golden.LoadFloats($"{name}.logits")).Should().BeLessThan(5e-3f);
        TopLabels(logits.Values).Should().Equal(expected.GetProperty("top5").EnumerateArray()
            .Select(entry => (entry.GetProperty("index").GetInt32(), entry.GetProperty("label").GetString()!)));
    }

    [Fact]
    public void Every_layer_ships_as_int8_with_a_scale_and_a_bias()
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(Path.Combine(ShippedEncoders.MobileNetFolder, "mobilenet-v2.int8.safetensors"));

        var names = file.Names.Where(name => name.EndsWith(".weight", StringComparison.Ordinal)).ToList();

        names.Should().HaveCount(53);
        names.Should().AllSatisfy(name => file.Info(name).Dtype.Should().Be(ScalarType.Int8));
        file.Names.Should().HaveCount(3 * 53);
    }

    private IEnumerable<(int Index, string Label)> TopLabels(float[] logits) =>
        logits.Index().OrderByDescending(entry => entry.Item).Take(5).Select(entry => (entry.Index, eyes.Encoder.Labels[entry.Index]));

    private static float Difference(Tensor actual, SafetensorsFile golden, string name) =>
        Fixture.LargestDifference(MemoryMarshal.Cast<byte, float>(actual.contiguous().bytes), golden.LoadFloats(name));
}
