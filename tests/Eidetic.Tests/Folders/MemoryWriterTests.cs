using Eidetic.Abstractions;
using Eidetic.Tests.Cli;

namespace Eidetic.Tests.Folders;

public sealed class MemoryWriterTests
{
    [Fact]
    public void A_committed_generation_is_the_live_one_with_sizes_and_hashes()
    {
        using var folder = new TemporaryFolder();
        var memory = Path.Combine(folder.Path, "m");

        TestGeneration.Write(memory, seed: 7);

        var generation = MemoryGeneration.Open(memory);
        generation.Manifest.Seed.Should().Be(7);
        generation.Manifest.Files.Should().Equal(
            new MemoryFile("catalog.db", 6, "21b2eed1e328a2c62fe4c17d51188bdea73450f29956dc5c8c95429313ddd72c"),
            new MemoryFile("model.safetensors", 7, "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c"));
        File.ReadAllText(generation["model.safetensors"]).Should().Be("weights");
    }

    [Fact]
    public void Readers_see_the_old_generation_until_the_commit()
    {
        using var folder = new TemporaryFolder();
        TestGeneration.Write(folder.Path, seed: 1);

        using var writer = MemoryWriter.Begin(folder.Path);
        File.WriteAllText(writer["catalog.db"], "more");
        var before = MemoryGeneration.Open(folder.Path);
        writer.Commit(TestGeneration.Manifest(seed: 2));
        var after = MemoryGeneration.Open(folder.Path);

        before.Manifest.Seed.Should().Be(1);
        after.Manifest.Seed.Should().Be(2);
        File.ReadAllText(before["catalog.db"]).Should().Be("images");
    }

    [Fact]
    public void Disposing_without_a_commit_leaves_no_trace_of_a_new_memory()
    {
        using var folder = new TemporaryFolder();
        var memory = Path.Combine(folder.Path, "m");

        using (var writer = MemoryWriter.Begin(memory))
        {
            File.WriteAllText(writer["catalog.db"], "half");
        }

        Directory.Exists(memory).Should().BeFalse();
    }

    [Fact]
    public void Disposing_without_a_commit_leaves_an_old_memory_as_it_was()
    {
        using var folder = new TemporaryFolder();
        TestGeneration.Write(folder.Path, seed: 1);
        var before = TestGeneration.EntriesOf(folder.Path).ToArray();

        using (var writer = MemoryWriter.Begin(folder.Path))
        {
            File.WriteAllText(writer["catalog.db"], "half");
        }

        TestGeneration.EntriesOf(folder.Path).Should().Equal(before);
    }

    [Fact]
    public void Half_a_generation_of_a_killed_writer_is_cleared_away()
    {
        using var folder = new TemporaryFolder();
        TestGeneration.Write(folder.Path, seed: 1);
        Directory.CreateDirectory(Path.Combine(folder.Path, "generations", ".000002.building"));
        File.WriteAllText(Path.Combine(folder.Path, "generations", ".000002.building", "model.safetensors"), "half");
        File.WriteAllText(Path.Combine(folder.Path, "writer.lock"), "");

        TestGeneration.Write(folder.Path, seed: 2);

        MemoryGeneration.Open(folder.Path).Manifest.Files.Select(f => f.SizeInBytes).Should().Equal(6, 7);
        Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, "generations")).Should().HaveCount(2);
        File.Exists(Path.Combine(folder.Path, "writer.lock")).Should().BeFalse();
    }

    [Fact]
    public void Two_generations_are_kept()
    {
        using var folder = new TemporaryFolder();

        for (var seed = 1; seed <= 4; seed++)
        {
            TestGeneration.Write(folder.Path, seed);
        }

        Directory.EnumerateDirectories(Path.Combine(folder.Path, "generations")).Select(Path.GetFileName).Should().BeEquivalentTo("000003", "000004");
        File.ReadAllText(Path.Combine(folder.Path, "CURRENT")).Should().Be("000004\n");
    }

    [Fact]
    public void A_generation_that_never_went_live_does_not_push_out_the_one_that_did()
    {
        using var folder = new TemporaryFolder();
        TestGeneration.Write(folder.Path, seed: 1);
        TestGeneration.Write(folder.Path, seed: 2);
        File.WriteAllText(Path.Combine(folder.Path, "CURRENT"), "000001\n");

        TestGeneration.Write(folder.Path, seed: 3);

        Directory.EnumerateDirectories(Path.Combine(folder.Path, "generations")).Select(Path.GetFileName).Should().BeEquivalentTo("000001", "000003");
    }

    [Fact]
    public void One_writer_at_a_time()
    {
        using var folder = new TemporaryFolder();
        using var first = MemoryWriter.Begin(folder.Path);

        var second = () => MemoryWriter.Begin(folder.Path);

        second.Should().Throw<MemoryException>().WithMessage($"Another process ({Environment.ProcessId}) is writing to*");
        first.Commit(TestGeneration.Manifest(seed: 5));
        MemoryGeneration.Open(folder.Path).Manifest.Seed.Should().Be(5);
    }
}
