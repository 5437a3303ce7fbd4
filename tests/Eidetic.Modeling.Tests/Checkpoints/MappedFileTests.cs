using System.Globalization;
using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class MappedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;
    private readonly DisposeScope _scope;

    public MappedFileTests()
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

    [Fact]
    public void Tensors_outlive_the_checkpoint_and_the_name_of_its_file()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", arange(6).to(ScalarType.Float32))]);
        var file = SafetensorsFile.Open(FilePath);
        var loaded = file.LoadTensor("x");

        file.Dispose();
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", zeros(6))]);

        loaded.data<float>().ToArray().Should().Equal(0, 1, 2, 3, 4, 5);
        var again = () => file.LoadTensor("x");
        again.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_file_replaced_after_it_was_opened_is_still_the_one_that_is_read()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", ones(4))]);
        using var file = SafetensorsFile.Open(FilePath);

        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", zeros(4))]);

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere an open file is not found by its descriptor.");
        file.LoadFloats("x").Should().Equal(1, 1, 1, 1);
    }

    [Fact]
    public void A_file_cut_short_after_it_was_opened_is_refused()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", ones(4))]);
        using var file = SafetensorsFile.Open(FilePath);
        using (var stream = new FileStream(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            stream.SetLength(stream.Length - 4);

        var load = () => file.LoadTensor("x");

        load.Should().Throw<CheckpointFormatException>().WithMessage("*ends within tensor 'x'*");
    }

    [Fact]
    public void What_is_written_to_a_tensor_never_reaches_the_file()
    {
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", ones(4))]);
        var before = File.ReadAllBytes(FilePath);
        using (var file = SafetensorsFile.Open(FilePath))
            file.LoadTensor("x").zero_();

        File.ReadAllBytes(FilePath).Should().Equal(before);
    }

    [Fact]
    public void Elements_that_are_not_aligned_are_copied_and_right()
    {
        var json = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}"""u8;
        byte[] data = [7, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)];
        File.WriteAllBytes(FilePath, [.. BitConverter.GetBytes((long)json.Length), .. json, .. data]);
        using var file = SafetensorsFile.Open(FilePath);

        file.LoadFloats("a").Should().Equal(7);
        file.LoadFloats("b").Should().Equal(1.5f, -2f);
    }

    [Fact]
    public void Bytes_of_a_bool_tensor_that_are_neither_0_nor_1_are_true()
    {
        var json = """{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}"""u8;
        File.WriteAllBytes(FilePath, [.. BitConverter.GetBytes((long)json.Length), .. json, 0, 255, 1]);
        using var file = SafetensorsFile.Open(FilePath);

        file.LoadFloats("a").Should().Equal(0, 1, 1);
    }

    [Fact]
    public void Opening_takes_no_more_memory_than_the_file_and_a_tenth()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc/self/status.");
        const long Elements = 24 << 20;
        SafetensorsWriter.Write(FilePath, [KeyValuePair.Create("x", zeros(Elements)), KeyValuePair.Create("y", zeros(Elements))]);
        using (var warm = SafetensorsFile.Open(FilePath))
            warm.LoadTensor("x").sum().item<float>();
        var size = new FileInfo(FilePath).Length;
        var before = Status("VmRSS");

        using var file = SafetensorsFile.Open(FilePath);
        var tensors = file.Names.Select(name => file.LoadTensor(name)).ToList();
        var opened = Status("VmRSS") - before;
        tensors.ForEach(tensor => tensor.sum().item<float>().Should().Be(0));
        var read = Status("VmRSS") - before;

        opened.Should().BeLessThan(size / 10, "nothing is read before it is asked for");
        read.Should().BeLessThan(size + (size / 10));
    }

    [Fact]
    public void A_tensor_of_more_than_2_GiB_is_read_where_it_is_asked_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a file with a hole may take its full size on disk.");
        const long Elements = (1L << 30) + 8;
        var json = System.Text.Encoding.UTF8.GetBytes($$$"""{"x":{"dtype":"F16","shape":[{{{Elements}}}],"data_offsets":[0,{{{2 * Elements}}}]}}""");
        byte[] header = [.. json, .. Enumerable.Repeat((byte)' ', 8 - (json.Length % 8))];
        using (var stream = File.Create(FilePath))
        {
            stream.Write([.. BitConverter.GetBytes((long)header.Length), .. header]);
            stream.Position += (2 * Elements) - 2;
            stream.Write(BitConverter.GetBytes((Half)1.5f));
        }

        using var file = SafetensorsFile.Open(FilePath);
        var loaded = file.LoadTensor("x");

        loaded.shape.Should().Equal(Elements);
        loaded.narrow(0, Elements - 2, 2).to(ScalarType.Float32).data<float>().ToArray().Should().Equal(0, 1.5f);
    }

    [Fact]
    public void Opening_an_archive_takes_no_more_memory_than_the_file_and_a_tenth()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc/self/status.");
        const int Elements = 16 << 20;
        var pickle = new PickleBuilder().Tensor("x", "0", Elements).Pickle();
        var headers = 30 + "archive/data.pkl".Length + 30 + "archive/data/0".Length;
        var padding = new byte[64 - ((headers + pickle.Length) % 64)]; // PyTorch aligns elements to 64 bytes too
        PickleBuilder.WriteArchive(FilePath, [.. pickle, .. padding], ("0", new byte[4 * Elements]));
        var size = new FileInfo(FilePath).Length;
        var before = Status("VmRSS");

        using var archive = PickleArchive.Open(FilePath);
        var loaded = archive.LoadTensor("x");
        var opened = Status("VmRSS") - before;
        loaded.sum().item<float>().Should().Be(0);
        var read = Status("VmRSS") - before;

        opened.Should().BeLessThan(size / 10, "nothing is read before it is asked for");
        read.Should().BeLessThan(size + (size / 10));
    }

    private static long Status(string field) => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith(field + ":", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .Single();
}
