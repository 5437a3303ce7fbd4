using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class ShardedSafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    private string Index => Path.Combine(_folder, "model.safetensors.index.json");

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Tensors_come_from_the_file_the_index_names()
    {
        WriteShard("a-1.safetensors", ("x", 1f), ("extra", 9f));
        WriteShard("a-2.safetensors", ("y", 2f));
        WriteIndex("""{"metadata":{"total_size":8},"weight_map":{"y":"a-2.safetensors","x":"a-1.safetensors"}}""");

        using var checkpoint = ShardedSafetensors.Open(Index);

        checkpoint.Names.Should().Equal("x", "y");
        checkpoint.Contains("extra").Should().BeFalse();
        checkpoint.Info("x").Shape.Should().Equal(2);
        checkpoint.LoadTensor("x").data<float>().ToArray().Should().Equal(1, 1);
        checkpoint.LoadTensor("y", ScalarType.Float64).data<double>().ToArray().Should().Equal(2, 2);
        checkpoint.Files.Select(Path.GetFileName).Should().Equal("a-1.safetensors", "a-2.safetensors");
    }

    [Theory]
    [InlineData("""{"weight_map":{"x":"a.safetensors","y":"b.safetensors"}}""", "*1 files missing: b.safetensors*")]
    [InlineData("""{"weight_map":{"z":"a.safetensors"}}""", "*'z' should be in a.safetensors*")]
    [InlineData("""{"weight_map":{"x":"../a.safetensors"}}""", "*'../a.safetensors'*beside the index*")]
    [InlineData("""{"weight_map":{"x":"..\\a.safetensors"}}""", "*beside the index*")]
    [InlineData("""{"weight_map":{"x":"/etc/a.safetensors"}}""", "*beside the index*")]
    [InlineData("""{"weight_map":{"x":"C:a.safetensors"}}""", "*beside the index*")]
    [InlineData("""{"weight_map":{"x":"a.safetensors\u0000"}}""", "*beside the index*")]
    [InlineData("""{"weight_map":{"x":"passwd"}}""", "*beside the index*")]
    [InlineData("""{"weight_map":{"x":5}}""", "*'x' to be a string*")]
    [InlineData("""{"weight_map":{"x":"a.safetensors","x":"a.safetensors"}}""", "*not JSON*")]
    [InlineData("""{"weight_map":{"\ud800":"a.safetensors"}}""", "*not JSON*")]
    [InlineData("""{"weight_map":{}}""", "*no tensor*")]
    [InlineData("""{"weights":{}}""", "*weight_map*")]
    [InlineData("""[]""", "*JSON object*")]
    [InlineData("""{"weight_map":""", "*not JSON*")]
    public void An_index_that_contradicts_its_files_is_refused(string index, string message)
    {
        WriteShard("a.safetensors", ("x", 1f));
        WriteIndex(index);

        var open = () => ShardedSafetensors.Open(Index);

        open.Should().Throw<CheckpointFormatException>().WithMessage(message).Which.File.Should().Be(Index);
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "a.safetensors"), "short");
        WriteIndex("""{"weight_map":{"x":"a.safetensors"}}""");

        var open = () => ShardedSafetensors.Open(Index);

        open.Should().Throw<CheckpointFormatException>().Which.File.Should().EndWith("a.safetensors");
    }

    [Fact]
    public void Tensors_outlive_the_checkpoint()
    {
        WriteShard("a.safetensors", ("x", 3f));
        WriteIndex("""{"weight_map":{"x":"a.safetensors"}}""");
        var checkpoint = ShardedSafetensors.Open(Index);
        var loaded = checkpoint.LoadTensor("x");

        checkpoint.Dispose();

        loaded.data<float>().ToArray().Should().Equal(3, 3);
    }

    private void WriteIndex(string json) => File.WriteAllText(Index, json);

    private void WriteShard(string file, params (string Name, float Value)[] tensors) => SafetensorsWriter.Write(
        Path.Combine(_folder, file), tensors.Select(tensor => KeyValuePair.Create(tensor.Name, full([2], tensor.Value))));
}
