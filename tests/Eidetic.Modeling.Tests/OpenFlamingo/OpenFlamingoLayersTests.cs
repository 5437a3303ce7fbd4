using Eidetic.Abstractions;
using Eidetic.Modeling.Tests.Mpt;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.OpenFlamingo;

public sealed class OpenFlamingoLayersTests : IDisposable
{
    private readonly string _trained = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public OpenFlamingoLayersTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void What_was_trained_over_CLIP_and_MPT_is_the_whole_model()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("open-flamingo-tiny");
        WriteTrained(reference, surplus: null);

        using var model = Load(reference);

        foreach (var name in reference.Weights.Names)
            model.Parameters[name].equal(reference.Weights.LoadTensor(name)).all().item<bool>().Should().BeTrue(name);
    }

    [Fact]
    public void A_tensor_that_no_part_knows_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("open-flamingo-tiny");
        WriteTrained(reference, surplus: "perceiver.frame_embs");

        var load = () => Load(reference);

        load.Should().Throw<CheckpointFormatException>().WithMessage("*not expected: perceiver.frame_embs*");
    }

    public void Dispose() => File.Delete(_trained);

    private OpenFlamingoModel Load(Reference reference)
    {
        using var trained = SafetensorsFile.Open(_trained);
        using var clip = SafetensorsFile.Open(reference.File("vision_encoder.safetensors"));
        using var language = SafetensorsFile.Open(reference.File("lang_encoder.safetensors"));
        var origin = OpenFlamingoLayers.Of(trained, clip, language, CPU);
        var config = FlamingoConfig.Parse(File.ReadAllText(reference.File("config.json")), "config.json");
        var model = new OpenFlamingoModel(new ParameterScope(origin), config);
        origin.RequireAllKnown(model.Parameters);
        return model;
    }

    private void WriteTrained(Reference reference, string? surplus)
    {
        var tensors = reference.Weights.Names
            .Where(name => name.StartsWith("perceiver.", StringComparison.Ordinal) || name.Contains("gated_cross", StringComparison.Ordinal) || name.EndsWith("wte.weight", StringComparison.Ordinal))
            .ToDictionary(name => name, name => reference.Weights.LoadTensor(name));
        if (surplus is not null)
            tensors[surplus] = ones(2);
        SafetensorsWriter.Write(_trained, tensors);
    }
}
