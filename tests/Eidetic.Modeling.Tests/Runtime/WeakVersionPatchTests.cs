namespace Eidetic.Modeling.Tests.Runtime;

public class WeakVersionPatchTests
{
    [Fact]
    public void The_copy_differs_in_exactly_the_weak_flag_of_the_one_version()
    {
        var original = ReadShipped();

        var patched = WeakVersionPatch.Apply(original)!;

        var need = ElfLibrary.Parse(original).ReadVersionNeeds().Single(n => n.Version == "GLIBCXX_3.4.32");
        var differences = Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i]).ToList();
        patched.Length.Should().Be(original.Length);
        differences.Should().Equal((int)need.FlagsOffset);
        original[differences[0]].Should().Be(0);
        patched[differences[0]].Should().Be(2);
    }

    [Fact]
    public void The_copy_needs_the_same_versions_and_only_the_one_is_optional()
    {
        var original = ReadShipped();

        var after = ElfLibrary.Parse(WeakVersionPatch.Apply(original)!).ReadVersionNeeds();

        after.Select(n => (n.Library, n.Version)).Should().Equal(ElfLibrary.Parse(original).ReadVersionNeeds().Select(n => (n.Library, n.Version)));
        after.Where(n => n.IsWeak).Select(n => (n.Library, n.Version)).Should().Equal(("libstdc++.so.6", "GLIBCXX_3.4.32"));
    }

    [Fact]
    public void Only_the_marker_that_nothing_calls_hangs_on_the_version()
    {
        var library = ElfLibrary.Parse(ReadShipped());
        var need = library.ReadVersionNeeds().Single(n => n.Version == "GLIBCXX_3.4.32");

        library.ReadSymbolsOf(need).Should().Equal("_ZSt21ios_base_library_initv");
    }

    [Fact]
    public void A_patched_library_is_left_alone()
    {
        var patched = WeakVersionPatch.Apply(ReadShipped())!;

        WeakVersionPatch.Apply(patched).Should().BeNull();
    }

    [Fact]
    public void A_library_that_does_not_need_the_version_is_left_alone()
    {
        var bytes = Read("libc10.so");

        WeakVersionPatch.Apply(bytes).Should().BeNull();
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused()
    {
        var garbage = Enumerable.Range(0, 4096).Select(i => (byte)(i * 31)).ToArray();

        var apply = () => WeakVersionPatch.Apply(garbage);

        apply.Should().Throw<InvalidDataException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(260_000)]
    public void A_truncated_library_is_refused(int length)
    {
        var apply = () => WeakVersionPatch.Apply(ReadShipped()[..length]);

        apply.Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void The_systems_libstdcxx_defines_the_versions_before_its_newest()
    {
        TorchRuntime.EnsureLoaded();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Versions of libstdc++ exist on Linux.");

        var defined = ElfLibrary.Parse(File.ReadAllBytes(LoadedLibraries.Find("libstdc++.so")!)).ReadVersionDefinitions();

        defined[0].Should().Be("libstdc++.so.6");
        defined.Should().Contain(["GLIBCXX_3.4", "GLIBCXX_3.4.26"]);
    }

    private static byte[] ReadShipped() => Read("libLibTorchSharp.so");

    private static byte[] Read(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The patched library is Linux's.");
        return File.ReadAllBytes(TorchFiles.Find(name)!);
    }
}
