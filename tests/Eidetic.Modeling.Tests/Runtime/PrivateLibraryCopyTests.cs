namespace Eidetic.Modeling.Tests.Runtime;

public sealed class PrivateLibraryCopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Many_writers_at_once_leave_one_whole_copy_and_nothing_else()
    {
        var patched = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        var path = PrivateLibraryCopy.PathIn(_folder, patched, "lib.so");

        Parallel.For(0, 16, _ => PrivateLibraryCopy.Ensure(path, patched));

        Directory.GetFiles(Path.GetDirectoryName(path)!).Should().Equal(path);
        File.ReadAllBytes(path).Should().Equal(patched);
    }

    [Fact]
    public void A_damaged_copy_is_replaced()
    {
        byte[] patched = [1, 2, 3, 4];
        var path = PrivateLibraryCopy.PathIn(_folder, patched, "lib.so");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [1, 2]);

        PrivateLibraryCopy.Ensure(path, patched);

        File.ReadAllBytes(path).Should().Equal(patched);
    }

    [Fact]
    public void Another_original_has_another_place()
    {
        PrivateLibraryCopy.PathIn(_folder, [1], "lib.so").Should().NotBe(PrivateLibraryCopy.PathIn(_folder, [2], "lib.so"));
    }
}
