using System.Text.Json;
using System.Text.Json.Nodes;
using Eidetic.Abstractions;
using Eidetic.Evaluation;
using Eidetic.Modeling;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Tests.Architecture;
using Eidetic.LanguageModels.Tests.Memories;
using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Recipes;

/// <summary>The recipes of configs, a few small steps each, on 32 emoji of which every second one is a test image.</summary>
[Collection(TorchTests.Name)]
public sealed class GraceRunTests : IDisposable
{
    private readonly TinyCollection _tiny = new();

    public GraceRunTests()
    {
        File.WriteAllLines(
            Path.Combine(_tiny.Source, "captions.jsonl"),
            _tiny.Captions.Select((c, i) => JsonSerializer.Serialize(new { image = c.Key, captions = new[] { c.Value }, split = i % 2 == 0 ? "test" : "train" })));
        File.WriteAllLines(
            PseudoCaptions, TestKeys.Select(key => JsonSerializer.Serialize(new { image = key, captions = new[] { $"a drawing of {_tiny.Captions[key]}" } })));
    }

    private string PseudoCaptions => _tiny.At("pseudo.jsonl");

    private string[] TestKeys => [.. _tiny.Captions.Keys.Where((_, i) => i % 2 == 0)];

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("flickr30k", "string")]
    [InlineData("flickr30k", "numeric")]
    [InlineData("coco", "semantic")]
    [InlineData("coco", "structured")]
    [InlineData("flickr30k", "atomic")]
    public async Task A_recipe_learns_all_but_the_eyes_and_is_measured_among_test_images_with_ten_beams(string data, string scheme)
    {
        await MemorizeAsync(data, scheme);
        using var engine = _tiny.OpenMemory("memory");
        var queries = TestKeys.Select(key => new EvaluationQuery(_tiny.Captions[key], key)).ToArray();

        var report = new Evaluator(engine, new EvaluateOptions { Queries = queries }, null).Run(default);
        var all = new Evaluator(engine, new EvaluateOptions { Queries = queries, Candidates = [.. _tiny.Captions.Keys], Beams = 12 }, null).Run(default);
        var strange = () => new Evaluator(engine, new EvaluateOptions { Queries = [new("a thing", _tiny.Captions.Keys.ElementAt(1))] }, null);
        var (hits, asked) = (Ask(engine, beams: null), Ask(engine, beams: 10));

        engine.Generation.Manifest.Scheme.Should().Be(scheme);
        engine.Generation.Manifest.Eyes.Should().Be(scheme is "structured" or "atomic" ? _tiny.At("flamingo/clip") : null, "the CLIP of the recipe's model names images by vectors");
        engine.Model.Defaults.Should().Be(new RecallDefaults(Beams: 10, Candidates: "test"));
        (report.Candidates, all.Candidates).Should().Be((16, 32));
        strange.Should().Throw<SourceException>().WithMessage("*images of the split 'test'*--candidates*");
        hits.Should().Equal(asked);
        Learned(engine).Should().Contain(name => name.StartsWith("perceiver.")).And.Contain(name => name.Contains("gated_cross_attn"))
            .And.NotContain(name => name.StartsWith("vision_encoder."));
        TestKeys.Should().OnlyContain(
            key => engine.Catalog.ReadAll().Single(i => i.Key == key).Captions.Single().Text == $"a drawing of {_tiny.Captions[key]}", "its own caption is a query");
    }

    [Theory]
    [InlineData(10, null, 5, 10)]
    [InlineData(10, null, 15, 15)]
    [InlineData(10, 30, 5, 30)]
    public void A_beam_is_what_is_asked_or_the_memorys_own_and_never_narrower_than_the_answer(int own, int? asked, int hits, int width) =>
        new RecallDefaults(own).Width(asked, hits).Should().Be(width);

    [Fact]
    public async Task Structured_identifiers_branch_as_the_recipe_says()
    {
        await MemorizeAsync("flickr30k", "structured");
        using var engine = _tiny.OpenMemory("memory");

        // By themselves 32 images would branch six times.
        engine.Book.Vocabulary.Names.Should().Contain("0_20").And.NotContain("0_30");
    }

    [Fact]
    public async Task A_source_without_the_split_is_reported_and_measured_among_all_images()
    {
        File.Delete(Path.Combine(_tiny.Source, "captions.jsonl"));

        var report = await MemorizeAsync("flickr30k", "string");
        using var engine = _tiny.OpenMemory("memory");

        report.Problems.Should().Contain(p => p.Message.Contains("images of the split 'test'"));
        engine.UsualCandidates().Should().BeNull();
    }

    private Task<MemorizeReport> MemorizeAsync(string data, string scheme)
    {
        var recipe = JsonNode.Parse(File.ReadAllText(Repository.At("configs", $"grace-{data}-{scheme}.json")))!.AsObject();
        (recipe["steps"], recipe["memorizeBatch"], recipe["retrieveBatch"]) = (3, 4, 4);
        var file = _tiny.At($"{scheme}.json");
        File.WriteAllText(file, recipe.ToJsonString());
        return TinyCollection.MemorizeAsync(_tiny.Options(TinyTokenizers.Flamingo, MemorizeOptionsDefaults, "memory") with { Model = _tiny.FlamingoFolder(), Recipe = file, CaptionsFrom = PseudoCaptions });
    }

    private static string MemorizeOptionsDefaults { get; } = new MemorizeOptions { Source = "", Memory = "" }.Identifiers;

    private static IReadOnlyList<(string, double)> Ask(RecallEngine engine, int? beams) =>
        [.. engine.Recall([RecallQuery.FromText("a red thing")], new RecallOptions { Top = 5, Beams = beams }, default)[0].Hits.Select(h => (h.Key, h.Score))];

    private static IReadOnlyList<string> Learned(RecallEngine engine)
    {
        using var file = SafetensorsFile.Open(engine.Generation[MemoryGeneration.ModelFile]);
        return [.. file.Names];
    }
}
