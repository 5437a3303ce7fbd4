using System.Text.Json;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Calibrating;

[Collection(TorchTests.Name)]
public sealed class RefittingTests(CalibratedMemory calibrated, LearnedMemory learned) : IClassFixture<CalibratedMemory>
{
    [Fact]
    public async Task What_was_fitted_to_a_memory_is_fitted_anew_when_it_learns_on()
    {
        var folder = learned.Copy("refitted", calibrated.Folder);
        var all = HeldOut(Generation(folder));
        var gone = all[0].Image;
        await using var memory = await ImageMemory.OpenAsync(folder);
        await memory.RemoveAsync([gone]);
        var before = Generation(folder);
        var (reranking, calibration) = (Read(before, "reranking.json"), Read(before, "calibration.json"));

        await memory.ConsolidateAsync(new ConsolidateOptions { Epochs = 1 });

        var after = Generation(folder);
        after.Should().NotBe(before);
        Read(after, "reranking.json").Should().NotBe(reranking);
        Read(after, "calibration.json").Should().NotBe(calibration);
        (Read(before, "reranking.json"), Read(before, "calibration.json")).Should().Be((reranking, calibration), "an earlier generation never changes");
        HeldOut(before).Should().Equal(all.Where(line => line.Image != gone));
        HeldOut(after).Should().Equal(HeldOut(before));
        var answer = (await memory.RecallAsync([Abstractions.RecallQuery.FromText("a cat")], new Abstractions.RecallOptions { MinProbability = 0.0001 }))[0];
        answer.MatchProbability.Should().BeInRange(0, 1);
    }

    private static string Generation(string folder) =>
        Path.Combine(folder, "generations", File.ReadAllText(Path.Combine(folder, "CURRENT")).Trim());

    private static string Read(string generation, string file) => File.ReadAllText(Path.Combine(generation, file));

    private static (string Query, string Image)[] HeldOut(string generation) => [.. File.ReadLines(Path.Combine(generation, "held-out.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Select(line => (line.GetProperty("query").GetString()!, line.GetProperty("image").GetString()!))];
}
