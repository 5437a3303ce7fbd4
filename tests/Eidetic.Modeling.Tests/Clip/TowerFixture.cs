using System.Runtime.InteropServices;
using Eidetic.Modeling.Tests.Encoders;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Clip;

/// <summary>One folder of reference values: weights, inputs, and what the reference code computes of them.</summary>
internal sealed class TowerFixture : IDisposable
{
    private readonly SafetensorsFile _inputs;
    private readonly SafetensorsFile _expected;

    public TowerFixture(string name, string weights = "model.safetensors")
    {
        TorchRuntime.EnsureLoaded();
        Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
        Weights = SafetensorsFile.Open(Path.Combine(Folder, weights));
        _inputs = SafetensorsFile.Open(Path.Combine(Folder, "inputs.safetensors"));
        _expected = SafetensorsFile.Open(Path.Combine(Folder, "expected.safetensors"));
    }

    public string Folder { get; }

    public SafetensorsFile Weights { get; }

    public Tensor Input(string name, ScalarType? type = null) => _inputs.LoadTensor(name, type);

    public Tensor Expected(string name) => _expected.LoadTensor(name);

    /// <summary>Largest difference from the reference; the shapes must be the same.</summary>
    public float Difference(Tensor actual, string name)
    {
        actual.shape.Should().Equal(_expected.Info(name).Shape, $"of {name}");
        return Fixture.LargestDifference(MemoryMarshal.Cast<byte, float>(actual.contiguous().bytes), _expected.LoadFloats(name));
    }

    /// <summary>Largest difference from the reference where a mask is 1.</summary>
    public float Difference(Tensor actual, string name, Tensor mask) => (actual - Expected(name)).mul(mask).abs().max().item<float>();

    public void Dispose()
    {
        Weights.Dispose();
        _inputs.Dispose();
        _expected.Dispose();
    }
}
