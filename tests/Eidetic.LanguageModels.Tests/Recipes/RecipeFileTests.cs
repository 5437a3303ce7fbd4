using Eidetic.Abstractions;
using Eidetic.Tests.Architecture;
using Eidetic.Tests.Cli;

namespace Eidetic.LanguageModels.Tests.Recipes;

public sealed class RecipeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, int, int, int> Published { get; } = new(
        from data in new[] { "flickr30k", "coco" }
        from scheme in new[] { ("string", 0, 0, 12), ("numeric", 0, 0, 12), ("semantic", 0, 0, 25), ("structured", 30, 30, 12), ("atomic", 0, 0, 12) }
        select new TheoryDataRow<string, string, int, int, int>(data, scheme.Item1, scheme.Item2, scheme.Item3, scheme.Item4));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Published))]
    public void A_recipe_of_configs_resolves_to_what_GRACE_did(string data, string scheme, int branching, int leafSize, int maxWords)
    {
        var recipe = RecipeFile.Resolve(Options(Repository.At("configs", $"grace-{data}-{scheme}.json")));

        RecipeFile.Text(recipe).ReplaceLineEndings("\n").Should().Be(
            $$"""
            {
              "identifiers": "{{scheme}}",
              "identifierOptions": {
                "branching": {{branching}},
                "leafSize": {{leafSize}},
                "coarseCodes": 0,
                "codesPerLevel": 0,
                "levels": 0,
                "codebooks": null,
                "revivesCodes": false,
                "codebookContrast": 0,
                "encodingBeam": 8,
                "compact": true,
                "captionsPerImage": 5,
                "maxWords": {{maxWords}}
              },
              "eyes": "{{(scheme is "structured" or "atomic" ? "Model" : "Auto")}}",
              "prompts": {
                "memorize": "image numeric id\u003Cimage\u003Eid ",
                "retrieve": "caption:{caption}\u003Cimage\u003Eid ",
                "maxWords": 25
              },
              "paddingLevel": 0,
              "memorizeBatch": 64,
              "retrieveBatch": 192,
              "microBatch": 16,
              "recomputesBlocks": false,
              "epochs": 5,
              "steps": 15625,
              "sequential": false,
              "learningRate": 0.0001,
              "schedule": "Linear",
              "warmupSteps": 500,
              "weightDecay": 0.1,
              "weightDecayOn": "gated_cross_attn",
              "beta2": 0.999,
              "clipNorm": 1,
              "dropout": 0.1,
              "frozen": [
                "vision_encoder."
              ],
              "lora": null,
              "beams": 10,
              "candidates": "test"
            }
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Each_recipe_of_configs_is_one_of_those() =>
        Directory.GetFiles(Repository.At("configs")).Select(Path.GetFileName).Should()
            .BeEquivalentTo(Published.Select(row => $"grace-{row.Data.Item1}-{row.Data.Item2}.json"));

    [Theory]
    [InlineData("""{ "learnRate": 1 }""", "*'learnRate', which recipes do not have*learningRate*")]
    [InlineData("""{ "prompts": { "describe": "" } }""", "*'prompts.describe', which recipes do not have*prompts.memorize*")]
    [InlineData("""{ "identifierOptions": { "leafs": 3 } }""", "*'identifierOptions.leafs'*identifierOptions.leafSize*")]
    [InlineData("""{ "lora": { "rang": 3 } }""", "*'lora.rang'*lora.rank*")]
    [InlineData("""{ "learningRate": "fast" }""", "*in the field 'learningRate'*")]
    [InlineData("""{ "warmupSteps": 1.5 }""", "*in the field 'warmupSteps'*")]
    [InlineData("""{ "prompts": { "maxWords": "few" } }""", "*in the field 'prompts.maxWords'*")]
    [InlineData("""{ "schedule": "steep" }""", "*in the field 'schedule'*")]
    [InlineData("""{ "eyes": "clip-l14" }""", "*in the field 'eyes'*")]
    [InlineData("""{ "eyes": null }""", "*in the field 'eyes'*")]
    [InlineData("""{ "epochs": null }""", "*in the field 'epochs'*")]
    [InlineData("""{ "beams": [1] }""", "*in the field 'beams'*")]
    [InlineData("""{ "beams": 1, "beams": 2 }""", "*'beams'*")]
    [InlineData("[]", "*no object*")]
    [InlineData("steps: 3", "*found something else*")]
    public void What_is_no_recipe_is_refused_by_file_and_field(string json, string message)
    {
        var file = _folder.Write("own.json", json);

        var read = () => RecipeFile.Read(file);

        read.Should().Throw<SourceException>().WithMessage(message).WithMessage("*own.json*");
    }

    [Theory]
    [InlineData("""{ "beams": 0 }""", "*beams of at least 1, got 0*")]
    [InlineData("""{ "dropout": 1 }""", "*sensible dropout*got 1*")]
    [InlineData("""{ "eyes": 7 }""", "*eyes of auto, model or shipped*got 7*")]
    [InlineData("""{ "frozen": [""] }""", "*frozen*would freeze all*")]
    [InlineData("""{ "identifierOptions": { "branching": 1 } }""", "*Branching must be 0 (automatic) or at least 2, got 1*")]
    [InlineData("""{ "prompts": { "memorize": "id " } }""", "*one <image>*")]
    [InlineData("""{ "identifiers": "string" }""", "--identifiers numeric contradicts the recipe*own.json*'string'*", "numeric")]
    public void A_recipe_that_cannot_work_is_refused(string json, string message, string identifiers = "residual")
    {
        var options = Options(_folder.Write("own.json", json)) with { Identifiers = identifiers };

        var resolve = () => RecipeFile.Resolve(options);

        resolve.Should().Throw<ArgumentException>().WithMessage(message);
    }

    private static MemorizeOptions Options(string recipe) => new() { Source = "emoji", Memory = "m", Model = "model", Recipe = recipe };
}
