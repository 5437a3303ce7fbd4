using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.OpenFlamingo;

public class OpenFlamingoNamesTests
{
    [Fact]
    public void OpenFlamingo_3B_has_the_approved_names_and_shapes()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "names", "openflamingo-3b.txt"));

        using var model = new OpenFlamingoModel(new ParameterScope(new MetaOrigin()), FlamingoConfig.ThreeBillion);

        var found = model.Parameters.Names.Order(StringComparer.Ordinal)
            .Select(name => $"{name} [{string.Join(", ", model.Parameters[name].shape)}]").ToList();
        found.Should().Equal(approved);
    }
}
