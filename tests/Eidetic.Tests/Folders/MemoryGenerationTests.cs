using Eidetic.Abstractions;
using Eidetic.Tests.Cli;

namespace Eidetic.Tests.Folders;

public sealed class MemoryGenerationTests
{
    private const string Manifest = "generations/000001/memory.json";

    [Fact]
    public void A_missing_folder_is_told_with_the_command_that_builds_it()
    {
        using var folder = new TemporaryFolder();

        var act = () => MemoryGeneration.Open(Path.Combine(folder.Path, "nowhere"));

        act.Should().Throw<MemoryException>().WithMessage("*nowhere, found nothing there*memorize SOURCE --memory*").Which.Memory.Should().EndWith("nowhere");
    }

    [Fact]
    public void A_file_is_no_memory()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("memory", "text");

        var act = () => MemoryGeneration.Open(file);

        act.Should().Throw<MemoryException>().WithMessage("*found a file: name the folder*");
    }

    [Fact]
    public void A_folder_of_other_things_is_no_memory_and_no_unfinished_one()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "training"));

        var act = () => MemoryGeneration.Open(folder.Path);

        act.Should().Throw<MemoryException>().WithMessage("*without CURRENT*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("000009")]
    [InlineData("../generations/000001")]
    public void CURRENT_must_name_a_generation(string name)
    {
        using var folder = Written("CURRENT", name);

        var act = () => MemoryGeneration.Open(folder.Path);

        act.Should().Throw<MemoryException>().WithMessage($"*CURRENT*'{name}'*restore the folder or build it anew.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"formatVersion":"one"}""")]
    [InlineData("""{"formatVersion":1}""")]
    public void Garbage_in_the_manifest_is_told_in_one_sentence(string json)
    {
        using var folder = Written(Manifest, json);

        var act = () => MemoryGeneration.Open(folder.Path);

        act.Should().Throw<MemoryException>().WithMessage("*memory.json*restore the file or build the memory anew.");
    }

    [Fact]
    public void A_manifest_without_its_list_of_files_is_garbage_too()
    {
        using var folder = Written("CURRENT", "000001");
        var path = Path.Combine(folder.Path, Manifest);
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        json["files"] = null;
        File.WriteAllText(path, json.ToJsonString());

        var act = () => MemoryGeneration.Open(folder.Path);

        act.Should().Throw<MemoryException>().WithMessage("*memory.json*");
    }

    [Fact]
    public void A_newer_format_is_told_whatever_else_it_holds()
    {
        using var folder = Written(Manifest, """{"formatVersion":3,"novelty":[1]}""");

        var act = () => MemoryGeneration.Open(folder.Path);

        act.Should().Throw<MemoryException>().WithMessage("*format 3*reads up to 2: update Eidetic.");
    }

    [Fact]
    public void A_truncated_file_is_told_with_both_sizes()
    {
        using var folder = Written("generations/000001/model.safetensors", "weig");

        var act = () => MemoryGeneration.Open(folder.Path);

        act.Should().Throw<MemoryException>().WithMessage("Expected model.safetensors of 7 bytes*found 4*restore*");
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("memory.json")]
    public void A_missing_file_is_named(string name)
    {
        using var folder = Written("CURRENT", "000001");
        File.Delete(Path.Combine(folder.Path, "generations", "000001", name));

        var act = () => MemoryGeneration.Open(folder.Path);

        act.Should().Throw<MemoryException>().WithMessage($"Expected {name} in*found none: restore*");
    }

    private static TemporaryFolder Written(string file, string text)
    {
        var folder = new TemporaryFolder();
        TestGeneration.Write(folder.Path, seed: 1);
        folder.Write(file, text);
        return folder;
    }
}
