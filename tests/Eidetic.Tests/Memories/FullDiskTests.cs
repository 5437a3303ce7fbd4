using Eidetic.Abstractions;
using Microsoft.Data.Sqlite;

namespace Eidetic.Tests.Memories;

public sealed class FullDiskTests
{
    private const string FullDevice = "/dev/full";

    [Fact]
    public async Task A_disk_without_room_is_told_in_a_sentence_that_names_the_memory_and_what_to_do()
    {
        Assert.SkipUnless(File.Exists(FullDevice), $"This system has no {FullDevice}.");

        var write = () => FullDisk.ExplainAsync("photos.memory", async () =>
        {
            await File.WriteAllTextAsync(FullDevice, "bytes");
            return 0;
        });

        await write.Should().ThrowAsync<MemoryException>()
            .WithMessage("Expected room for photos.memory, found its disk full: free some space and do it again; what the memory held is as it was.");
    }

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new IOException("No space left on device", 28), true },
        { new IOException("There is not enough space on the disk.", unchecked((int)0x80070070)), true },
        { new SqliteException("database or disk is full", 13), true },
        { new InvalidOperationException("Saving failed.", new IOException("No space left on device", 28)), true },
        { new IOException("Permission denied", 13), false },
        { new SqliteException("database is locked", 5), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Only_a_full_disk_is_called_one(Exception failure, bool isFull)
    {
        var write = () => FullDisk.ExplainAsync<int>("m", () => throw failure);

        (await write.Should().ThrowAsync<Exception>()).Which.Should().BeOfType(isFull ? typeof(MemoryException) : failure.GetType());
    }
}
