using System.Runtime.InteropServices;

namespace Eidetic.Modeling.Tests.Runtime;

public sealed class FreedMemoryTests
{
    private const int BlockBytes = 64 * 1024; // below what glibc maps by itself, so it comes from a heap
    private const int Blocks = 4096;

    [Fact]
    public void Holes_between_what_is_in_use_go_back_to_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read on Linux only.");
        var (blocks, filled) = (new nint[Blocks], new byte[BlockBytes]);
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = Marshal.AllocHGlobal(BlockBytes); // malloc's
            Marshal.Copy(filled, 0, blocks[i], BlockBytes);
        }

        // Every 16th stays, the last among them: the heap cannot end earlier.
        foreach (var (i, block) in blocks.Index().Where(b => b.Index % 16 != 15))
        {
            Marshal.FreeHGlobal(block);
        }

        var before = Resident();
        FreedMemory.GiveBack().Should().BeTrue();
        var after = Resident();

        foreach (var (_, block) in blocks.Index().Where(b => b.Index % 16 == 15))
        {
            Marshal.FreeHGlobal(block);
        }

        (before - after).Should().BeGreaterThan((long)Blocks * BlockBytes / 2);
    }

    [Fact]
    public void It_is_given_back_once_in_so_many_queries()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "glibc alone is asked.");

        Enumerable.Range(0, 2 * FreedMemory.Every).Count(_ => FreedMemory.Answered(1)).Should().Be(2);
        FreedMemory.Answered(0).Should().BeFalse();
        FreedMemory.Answered(FreedMemory.Every).Should().BeTrue();
    }

    private static long Resident() =>
        long.Parse(File.ReadLines("/proc/self/statm").First().Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
