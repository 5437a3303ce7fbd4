using System.Security.Cryptography;
using System.Text;
using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_first_of_the_known_names_is_opened()
    {
        var pickle = new PickleBuilder().Tensor("x", "0", 2).Write(In("checkpoint.pt"), ("0", new byte[8]));
        Opened().Should().Be("checkpoint.pt");

        File.Copy(pickle, In("pytorch_model.bin"));
        Opened().Should().Be("pytorch_model.bin");

        SafetensorsWriter.Write(In("a.safetensors"), [KeyValuePair.Create("x", ones(2))]);
        File.WriteAllText(In("model.safetensors.index.json"), """{"weight_map":{"x":"a.safetensors"}}""");
        Opened().Should().Be("model.safetensors.index.json");

        SafetensorsWriter.Write(In("model.safetensors"), [KeyValuePair.Create("x", ones(2))]);
        Opened().Should().Be("model.safetensors");
    }

    [Fact]
    public void A_file_is_opened_by_its_extension_and_its_folder_is_known()
    {
        SafetensorsWriter.Write(In("other.safetensors"), [KeyValuePair.Create("x", ones(2))]);
        File.WriteAllText(In("config.json"), """{"layers":3}""");

        using var checkpoint = CheckpointFolder.Open(In("other.safetensors"));

        checkpoint.Weights.Names.Should().Equal("x");
        checkpoint.Has("config.json").Should().BeTrue();
        checkpoint.ReadJson("config.json").GetProperty("layers").GetInt32().Should().Be(3);
    }

    [Fact]
    public void A_folder_without_weights_says_what_was_looked_for()
    {
        var open = () => CheckpointFolder.Open(_folder);

        open.Should().Throw<CheckpointFormatException>().WithMessage("*model.safetensors, model.safetensors.index.json, pytorch_model.bin and *.pt*");
    }

    [Fact]
    public void Several_pickles_are_named()
    {
        File.WriteAllText(In("a.pt"), "");
        File.WriteAllText(In("b.pt"), "");

        var open = () => CheckpointFolder.Open(_folder);

        open.Should().Throw<CheckpointFormatException>().WithMessage("*a.pt, b.pt*name the one*");
    }

    [Theory]
    [InlineData("missing.safetensors", "*does not exist*")]
    [InlineData("weights.gguf", "*by its name*")]
    public void A_file_that_is_missing_or_of_another_kind_is_named(string name, string message)
    {
        File.WriteAllText(In("weights.gguf"), "");

        var open = () => CheckpointFolder.Open(In(name));

        open.Should().Throw<CheckpointFormatException>().WithMessage(message).Which.File.Should().Be(In(name));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1} // why""")]
    [InlineData("""[1]""")]
    [InlineData(null)]
    public void Json_that_is_missing_or_not_strict_is_refused_by_name(string? json)
    {
        SafetensorsWriter.Write(In("model.safetensors"), [KeyValuePair.Create("x", ones(2))]);
        if (json is not null)
            File.WriteAllText(In("config.json"), json);
        using var checkpoint = CheckpointFolder.Open(_folder);

        var read = () => checkpoint.ReadJson("config.json");

        read.Should().Throw<CheckpointFormatException>().WithMessage($"{In("config.json")}: *").Which.File.Should().Be(In("config.json"));
    }

    [Fact]
    public void The_hash_of_one_file_is_its_own()
    {
        SafetensorsWriter.Write(In("model.safetensors"), [KeyValuePair.Create("x", ones(2))]);
        using var checkpoint = CheckpointFolder.Open(_folder);

        checkpoint.Sha256(TestContext.Current.CancellationToken).Should().Be(Hash(File.ReadAllBytes(In("model.safetensors"))));
    }

    [Fact]
    public void The_hash_of_several_files_is_over_their_names_and_hashes()
    {
        SafetensorsWriter.Write(In("b.safetensors"), [KeyValuePair.Create("x", ones(2))]);
        SafetensorsWriter.Write(In("a.safetensors"), [KeyValuePair.Create("y", zeros(2))]);
        File.WriteAllText(In("model.safetensors.index.json"), """{"weight_map":{"x":"b.safetensors","y":"a.safetensors"}}""");
        using var checkpoint = CheckpointFolder.Open(_folder);

        var lines = $"{Hash(File.ReadAllBytes(In("a.safetensors")))}  a.safetensors\n{Hash(File.ReadAllBytes(In("b.safetensors")))}  b.safetensors\n";

        checkpoint.Sha256(TestContext.Current.CancellationToken).Should().Be(Hash(Encoding.UTF8.GetBytes(lines)));
    }

    [Fact]
    public void Hashing_can_be_cancelled()
    {
        SafetensorsWriter.Write(In("model.safetensors"), [KeyValuePair.Create("x", ones(2))]);
        using var checkpoint = CheckpointFolder.Open(_folder);

        var hash = () => checkpoint.Sha256(new CancellationToken(canceled: true));

        hash.Should().Throw<OperationCanceledException>();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string In(string name) => Path.Combine(_folder, name);

    private string Opened()
    {
        using var checkpoint = CheckpointFolder.Open(_folder);
        checkpoint.Weights.LoadTensor("x").shape.Should().Equal(2);
        return Path.GetFileName(checkpoint.Weights.Path);
    }
}
