using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;
    private readonly DisposeScope _scope;

    public SafetensorsTests()
    {
        TorchRuntime.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    private string FilePath => Path.Combine(_folder, "weights.safetensors");

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    public void Every_element_type_comes_back_as_it_was_written(ScalarType type)
    {
        var written = arange(24).reshape(2, 3, 4).to(type);

        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", written)]);
        using var file = SafetensorsFile.Open(FilePath);
        var read = file.LoadTensor("x");

        read.dtype.Should().Be(type);
        read.shape.Should().Equal(2, 3, 4);
        read.allclose(written, rtol: 0, atol: 0).Should().BeTrue();
        file.Info("x").Elements.Should().Be(24);
    }

    [Fact]
    public void Scalars_and_empty_tensors_keep_their_shapes()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("scalar", tensor(3f)), KeyValuePair.Create("none", zeros(0, 5))]);
        using var file = SafetensorsFile.Open(FilePath);

        file.Info("scalar").Shape.Should().BeEmpty();
        file.LoadFloats("scalar").Should().Equal(3);
        file.LoadTensor("none").shape.Should().Equal(0, 5);
    }

    [Fact]
    public void A_view_is_written_by_its_values_not_its_storage()
    {
        var view = arange(6, dtype: ScalarType.Float32).reshape(2, 3).transpose(0, 1);

        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", view)]);
        using var file = SafetensorsFile.Open(FilePath);

        file.LoadFloats("x").Should().Equal(0, 3, 1, 4, 2, 5);
    }

    [Fact]
    public void Tensors_convert_while_they_are_read()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", tensor(new[] { 1f, -2.5f }).to(ScalarType.Float16))]);
        using var file = SafetensorsFile.Open(FilePath);

        file.LoadTensor("x", ScalarType.Float32).dtype.Should().Be(ScalarType.Float32);
        file.LoadFloats("x").Should().Equal(1, -2.5f);
    }

    [Fact]
    public void The_same_tensors_in_any_order_give_the_same_bytes()
    {
        var a = KeyValuePair.Create("a", ones(3, dtype: ScalarType.Int8));
        var b = KeyValuePair.Create("b", ones(2, 2));
        var metadata = new Dictionary<string, string> { ["z"] = "1", ["y"] = "2" };
        var other = Path.Combine(_folder, "other.safetensors");

        SafetensorsWriter.Write(FilePath, [a, b], metadata);
        SafetensorsWriter.Write(other, [b, a], new Dictionary<string, string> { ["y"] = "2", ["z"] = "1" });

        File.ReadAllBytes(other).Should().Equal(File.ReadAllBytes(FilePath));
        using var file = SafetensorsFile.Open(FilePath);
        file.Metadata.Should().BeEquivalentTo(metadata);
        file.Names.Should().Equal("a", "b");
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        File.WriteAllText(FilePath, "old");

        var write = () => SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", ones(1, dtype: ScalarType.ComplexFloat32))]);

        write.Should().Throw<ArgumentException>().WithMessage("*'x'*");
        Directory.GetFiles(_folder).Should().Equal(FilePath);
        File.ReadAllText(FilePath).Should().Be("old");
    }

    [Fact]
    public void A_name_that_occurs_twice_is_not_written()
    {
        var write = () => SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", ones(1)), KeyValuePair.Create("x", ones(2))]);

        write.Should().Throw<ArgumentException>().WithMessage("*'x'*");
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", ones(1))]);
        using var file = SafetensorsFile.Open(FilePath);

        var load = () => file.LoadTensor("y");

        load.Should().Throw<CheckpointFormatException>().WithMessage("*'y'*").Which.File.Should().Be(FilePath);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var open = () => SafetensorsFile.Open(FilePath);

        open.Should().Throw<CheckpointFormatException>().WithMessage($"*{FilePath}*");
    }

    [Fact]
    public void Loading_leaves_no_tensor_behind_but_the_result()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", ones(4).to(ScalarType.Float16))]);
        using var file = SafetensorsFile.Open(FilePath);
        file.LoadFloats("x"); // the mapping, which the file keeps
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        file.LoadFloats("x");
        using (file.LoadTensor("x", ScalarType.Float32))
            DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before + 1);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }
}
