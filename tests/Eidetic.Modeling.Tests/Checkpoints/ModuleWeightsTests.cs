using Eidetic.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class ModuleWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;

    public ModuleWeightsTests() => TorchRuntime.EnsureLoaded();

    private string FilePath => Path.Combine(_folder, "module.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_module_loads_into_another_under_its_published_names()
    {
        using var scope = NewDisposeScope();
        using var saved = new Pair();
        using var loaded = new Pair();

        ModuleWeights.Save(saved, FilePath, "tower.");
        using var file = SafetensorsFile.Open(FilePath);
        ModuleWeights.LoadStrict(loaded, file, "tower.");

        file.Names.Should().Equal("tower.first.bias", "tower.first.weight", "tower.out_proj.bias", "tower.out_proj.weight");
        var input = ones(1, 4);
        loaded.call(input).allclose(saved.call(input), rtol: 0, atol: 0).Should().BeTrue();
    }

    [Fact]
    public void Missing_surplus_and_wrongly_shaped_tensors_are_all_named()
    {
        using var scope = NewDisposeScope();
        using var module = new Pair();
        var state = module.state_dict();
        SafetensorsWriter.Write(FilePath,
        [
            KeyValuePair.Create("first.weight", ones(5, 4)), KeyValuePair.Create("first.bias", state["first.bias"]),
            KeyValuePair.Create("out_proj.bias", state["out_proj.bias"]), KeyValuePair.Create("third.weight", ones(1)),
        ]);
        var before = state["first.bias"].clone();
        using var file = SafetensorsFile.Open(FilePath);

        var load = () => ModuleWeights.LoadStrict(module, file);

        load.Should().Throw<CheckpointFormatException>()
            .WithMessage("*missing: out_proj.weight*not expected: third.weight*first.weight (expected [3, 4], found [5, 4])*");
        state["first.bias"].allclose(before, rtol: 0, atol: 0).Should().BeTrue();
    }

    [Fact]
    public void Tensors_under_other_prefixes_do_not_matter()
    {
        using var scope = NewDisposeScope();
        using var module = new Pair();
        SafetensorsWriter.Write(FilePath, module.state_dict().Select(entry => KeyValuePair.Create("a." + entry.Key, entry.Value))
            .Append(KeyValuePair.Create("b.other", ones(1))));
        using var file = SafetensorsFile.Open(FilePath);

        var load = () => ModuleWeights.LoadStrict(module, file, "a.");

        load.Should().NotThrow();
    }

    private sealed class Pair : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "first")] private readonly Linear _first;
        [ComponentName(Name = "out_proj")] private readonly Linear _second;

        public Pair() : base(nameof(Pair))
        {
            _first = nn.Linear(4, 3);
            _second = nn.Linear(3, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _second.call(_first.call(input));
    }
}
