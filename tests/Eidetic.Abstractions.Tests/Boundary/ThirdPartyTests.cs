namespace Eidetic.Abstractions.Tests.Boundary;

/// <summary>What somebody can build who references the contracts and nothing else: the whole way from a source to hits.</summary>
public sealed class ThirdPartyTests
{
    [Fact]
    public void The_contracts_reference_no_other_project_and_no_package()
    {
        var references = typeof(IImageMemory).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name);

        references.Should().OnlyContain(name => name!.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_third_party_goes_the_whole_way_from_a_source_to_hits()
    {
        var images = await Read(new DrawnSource("red", "blue", "green"), _ => { });
        using var eyes = new FirstPixelEyes();
        var request = new IdentifierRequest
        {
            Keys = [.. images.Select(image => image.Key)],
            Vectors = eyes.Encode([.. images.Select(image => Decode(image))]),
            Captions = [.. images.Select(image => image.Captions)],
        };
        await using var memory = new WordMemory(request.Keys, new LetterScheme().Assign(request));

        var results = await memory.RecallAsync([RecallQuery.FromText("sky"), RecallQuery.FromText("grass")]);

        memory.Count.Should().Be(3);
        results.Select(result => result.Hits.Single().Key).Should().Equal("blue.raw", "green.raw");
        results[1].Hits[0].Identifier.Should().Equal("b", "end");
        results[1].Query.Text.Should().Be("grass");
    }

    [Fact]
    public async Task A_third_partys_source_reports_what_it_leaves_out()
    {
        var problems = new List<SourceProblem>();

        var images = await Read(new DrawnSource("red", ""), problems.Add);

        images.Should().ContainSingle().Which.Captions.Should().Equal("all red");
        problems.Should().ContainSingle().Which.Item.Should().Be("drawn:1");
    }

    [Fact]
    public void A_third_partys_scheme_says_what_it_expected()
    {
        var request = new IdentifierRequest { Keys = [], Vectors = new FeatureMatrix(0, 3), Captions = [] };

        var assigning = () => new LetterScheme().Assign(request);

        assigning.Should().Throw<ArgumentException>().WithMessage("Expected 1 to 26 images, got 0.*");
    }

    private static async Task<List<SourceImage>> Read(DrawnSource source, Action<SourceProblem> report)
    {
        var images = new List<SourceImage>();
        await foreach (var image in source.ReadAsync(report))
        {
            images.Add(image);
        }

        return images;
    }

    private static RgbImage Decode(SourceImage image)
    {
        using var stream = image.Open();
        return new RgbImage(1, 1, [(byte)stream.ReadByte(), 0, 0]);
    }
}
