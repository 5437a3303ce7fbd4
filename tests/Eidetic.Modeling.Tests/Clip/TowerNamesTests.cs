using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Clip;

/// <summary>Full-size towers against lists written from the published architectures, and against the published numbers of parameters.</summary>
public class TowerNamesTests
{
    [Theory]
    [InlineData("clip-vit-b-32", 151_277_313)]
    [InlineData("clip-vit-b-16", 149_620_737)]
    [InlineData("clip-vit-l-14", 427_616_513)]
    [InlineData("siglip-b-16-224", 203_155_970)]
    public void Published_sizes_have_the_approved_names_and_shapes(string name, long count)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "names", $"{name}.txt"));

        using var parameters = Build(name);

        parameters.Names.Order(StringComparer.Ordinal).Select(n => $"{n} [{string.Join(", ", parameters[n].shape)}]").Should().Equal(approved);
        parameters.Count.Should().Be(count);
    }

    private static ModelParameters Build(string name)
    {
        var parameters = new ParameterScope(new MetaOrigin());
        return name switch
        {
            "clip-vit-b-32" => new ClipModel(parameters, ClipOptions.BasePatch32).Parameters,
            "clip-vit-b-16" => new ClipModel(parameters, ClipOptions.BasePatch16).Parameters,
            "clip-vit-l-14" => new ClipModel(parameters, ClipOptions.LargePatch14).Parameters,
            _ => new SiglipModel(parameters, SiglipOptions.BasePatch16).Parameters,
        };
    }
}
