using System.IO.Compression;
using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class PickleArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    private string FilePath => Path.Combine(_folder, "weights.pt");

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_PyTorch_wrote_holds_the_values_of_its_safetensors_twin()
    {
        var fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "open-flamingo-tiny");
        using var twin = SafetensorsFile.Open(Path.Combine(fixture, "model.safetensors"));

        using var archive = PickleArchive.Open(Path.Combine(fixture, "checkpoint.pt"));

        archive.Names.Should().HaveCount(59).And.Contain("perceiver.latents").And.Contain("lang_encoder.transformer.wte.weight");
        foreach (var name in archive.Names)
        {
            archive.Info(name).Shape.Should().Equal(twin.Info(name).Shape);
            archive.LoadTensor(name).Equals(twin.LoadTensor(name)).Should().BeTrue(name);
        }
    }

    [Theory]
    [InlineData("FloatStorage", ScalarType.Float32, 4)]
    [InlineData("HalfStorage", ScalarType.Float16, 2)]
    [InlineData("BFloat16Storage", ScalarType.BFloat16, 2)]
    [InlineData("DoubleStorage", ScalarType.Float64, 8)]
    [InlineData("LongStorage", ScalarType.Int64, 8)]
    [InlineData("IntStorage", ScalarType.Int32, 4)]
    [InlineData("ShortStorage", ScalarType.Int16, 2)]
    [InlineData("CharStorage", ScalarType.Int8, 1)]
    [InlineData("ByteStorage", ScalarType.Byte, 1)]
    [InlineData("BoolStorage", ScalarType.Bool, 1)]
    public void Every_storage_becomes_its_element_type(string storage, ScalarType type, int size)
    {
        var written = tensor(new[] { 0f, 1, 1, 0, 1, 0 }).to(type);
        var bytes = written.bytes.ToArray();
        bytes.Should().HaveCount(6 * size);
        new PickleBuilder().Text("x").View(storage, "0", 6, 0, [2, 3], [3, 1]).Write(FilePath, ("0", bytes));

        using var archive = PickleArchive.Open(FilePath);
        var read = archive.LoadTensor("x");

        archive.Info("x").Dtype.Should().Be(type);
        read.dtype.Should().Be(type);
        read.Equals(written.view(2, 3)).Should().BeTrue();
    }

    [Fact]
    public void Views_of_one_storage_keep_their_offsets_and_strides()
    {
        new PickleBuilder()
            .Text("row").View("FloatStorage", "0", 6, 3, [3], [1])
            .Text("transposed").View("FloatStorage", "0", 6, 0, [3, 2], [1, 3])
            .Text("column").View("FloatStorage", "0", 6, 1, [2, 1], [3, 77])
            .Text("scalar").View("FloatStorage", "0", 6, 5, [], [])
            .Text("none").View("FloatStorage", "0", 6, 6, [0, 4], [4, 1])
            .Write(FilePath, ("0", PickleBuilder.Floats(0, 1, 2, 3, 4, 5)));

        using var archive = PickleArchive.Open(FilePath);

        Values(archive, "row").Should().Equal(3, 4, 5);
        Values(archive, "transposed").Should().Equal(0, 3, 1, 4, 2, 5);
        archive.LoadTensor("transposed").is_contiguous().Should().BeTrue();
        Values(archive, "column").Should().Equal(1, 4);
        Values(archive, "scalar").Should().Equal(5);
        archive.LoadTensor("scalar").shape.Should().BeEmpty();
        archive.LoadTensor("none").shape.Should().Equal(0, 4);
    }

    [Theory]
    [InlineData("state_dict")]
    [InlineData("model_state_dict")]
    public void A_state_dictionary_beside_other_values_stands_for_the_whole(string wrapper)
    {
        new PickleBuilder().Text("epoch").Raw('K', 3).Text("rest").Raw(']', 'N', 'a')
            .Text(wrapper).Raw('}', '(').Tensor("a", "0", 2).Raw('u')
            .Text("optimizer").Raw('}', '(').Tensor("b", "0", 2).Raw('u').Write(FilePath, ("0", new byte[8]));

        using var archive = PickleArchive.Open(FilePath);

        archive.Names.Should().Equal("a");
    }

    [Fact]
    public void Names_of_nested_values_are_joined_by_dots()
    {
        new PickleBuilder().Text("a").Raw('}', '(').Text("b").Raw(']', '(').Tensor("ignored", "0", 1).Raw('e').Raw('K', 7).Raw('N', 'u')
            .Write(FilePath, ("0", new byte[4]));

        using var archive = PickleArchive.Open(FilePath);

        archive.Names.Should().Equal("a.b.1");
    }

    [Fact]
    public void Parameters_are_their_tensors_and_versions_of_modules_are_passed_over()
    {
        new PickleBuilder().Text("p").Global("torch._utils", "_rebuild_parameter").Raw('(')
            .View("FloatStorage", "0", 1, 0, [1], [1]).Raw(0x88).Global("collections", "OrderedDict").Raw(')', 'R', 't', 'R')
            .Text("m").Global("collections", "OrderedDict").Raw(')', 'R', '}', 'b').Write(FilePath, ("0", PickleBuilder.Floats(5)));

        using var archive = PickleArchive.Open(FilePath);

        Values(archive, "p").Should().Equal(5);
    }

    [Fact]
    public void A_compiled_module_gives_its_parameters_and_is_not_run()
    {
        new PickleBuilder().Text("visual").Global("__torch__.model", "VisionTransformer").Raw(')', 0x81, '}', '(')
            .Text("training").Raw(0x89).Tensor("proj", "0", 2)
            .Text("sizes").Global("torch.jit._pickle", "build_intlist").Raw(']', '(', 'K', 1, 'e', 0x85, 'R').Raw('u', 'b')
            .Write(FilePath, ("0", PickleBuilder.Floats(1, 2)));

        using var archive = PickleArchive.Open(FilePath);

        archive.Names.Should().Equal("visual.proj");
        Values(archive, "visual.proj").Should().Equal(1, 2);
    }

    [Fact]
    public void A_compressed_archive_is_read()
    {
        using (var zip = new ZipArchive(File.Create(FilePath), ZipArchiveMode.Create))
        {
            Add(zip, "a/data.pkl", new PickleBuilder().Text("x").View("FloatStorage", "0", 4, 1, [2], [1]).Pickle());
            Add(zip, "a/data/0", PickleBuilder.Floats(1, 2, 3, 4));
        }

        using var archive = PickleArchive.Open(FilePath);

        Values(archive, "x").Should().Equal(2, 3);
    }

    [Fact]
    public void Tensors_outlive_the_archive_and_nothing_else_does()
    {
        new PickleBuilder().Tensor("x", "0", 2).Write(FilePath, ("0", PickleBuilder.Floats(1, 2)));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var archive = PickleArchive.Open(FilePath);
        var loaded = archive.LoadTensor("x", ScalarType.Float64);

        archive.Dispose();

        loaded.data<double>().ToArray().Should().Equal(1, 2);
        loaded.Dispose();
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    private static float[] Values(PickleArchive archive, string name) => archive.LoadTensor(name).data<float>().ToArray();

    private static void Add(ZipArchive zip, string name, byte[] data)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
        stream.Write(data);
    }
}
