using System.IO.Compression;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class MalformedPickleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;

    private string FilePath => Path.Combine(_folder, "weights.pt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch", "FloatTensor")]
    public void A_pickle_that_calls_what_no_weights_need_is_refused_by_name(string module, string name)
    {
        var marker = Path.Combine(_folder, "touched");
        new PickleBuilder().Text("x").Global(module, name).Text($"touch {marker}").Raw(0x85, 'R').Write(FilePath);

        Refuses($"*'{module}.{name}'*nothing of it was run*");

        File.Exists(marker).Should().BeFalse();
    }

    [Fact]
    public void A_name_put_together_on_the_stack_is_refused_too()
    {
        new PickleBuilder().Text("x").Text("os").Text("system").Raw(0x93).Write(FilePath);

        Refuses("*'os.system'*");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = File.ReadAllBytes(new PickleBuilder().Tensor("x", "0", 2).Write(FilePath, ("0", new byte[8])));

        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Refuses("*");
        }
    }

    [Theory]
    [InlineData(4, 0, new long[] { 2, 3 }, new long[] { 3, 1 }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, 1, new long[] { 2, 2 }, new long[] { 2, 1 }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, 0, new long[] { 2, 2 }, new long[] { 3, 1 }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, -1, new long[] { 2 }, new long[] { 1 }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, 0, new long[] { 1L << 40 }, new long[] { 0 }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, 0, new long[] { 1L << 62, 1L << 62 }, new long[] { 1, 1 }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, 0, new long[] { 2 }, new long[] { long.MaxValue }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, long.MaxValue, new long[] { 2 }, new long[] { 1 }, "*'x'*reaches outside its 4 elements*")]
    [InlineData(4, 0, new long[] { -2 }, new long[] { 1 }, "*no whole number of at least 0*")]
    [InlineData(4, 0, new long[] { 2 }, new long[] { 1, 1 }, "*1 axes and 2 strides*")]
    [InlineData(5, 0, new long[] { 2 }, new long[] { 1 }, "*'x' lies in*16 bytes*")]
    [InlineData(long.MaxValue, 0, new long[] { 2 }, new long[] { 1 }, "*'x' lies in*16 bytes*")]
    [InlineData(-4, 0, new long[] { 2 }, new long[] { 1 }, "*storage of known elements*")]
    public void A_tensor_outside_its_elements_is_refused(long count, long offset, long[] shape, long[] strides, string message)
    {
        new PickleBuilder().Text("x").View("FloatStorage", "0", count, offset, shape, strides).Write(FilePath, ("0", new byte[16]));

        Refuses(message);
    }

    [Fact]
    public void Elements_of_another_type_than_the_file_has_room_for_are_refused()
    {
        new PickleBuilder().Text("x").View("HalfStorage", "0", 2, 0, [2], [1]).Write(FilePath, ("0", new byte[8]));

        Refuses("*'x' lies in 2 elements of 2 bytes*8 bytes*");
    }

    [Fact]
    public void Missing_elements_are_named()
    {
        new PickleBuilder().Tensor("x", "3", 2).Write(FilePath, ("0", new byte[8]));

        Refuses("*'x' are missing*archive/data/3*");
    }

    [Fact]
    public void A_list_that_contains_itself_is_refused()
    {
        new PickleBuilder().Text("x").Raw(']', 'q', 0, 'h', 0, 'a').Write(FilePath);

        Refuses("*nested more than 64*");
    }

    [Fact]
    public void A_value_repeated_over_and_over_is_refused_before_it_fills_the_memory()
    {
        var bomb = new PickleBuilder().Text("x").Raw(']', 'q', 0, '0');
        for (var i = 0; i < 30; i++)
            bomb.Raw('h', i, 'h', i, 0x86, 'q', i + 1, '0');
        bomb.Raw('h', 30).Write(FilePath);

        Refuses("*unfold into more*");
    }

    [Fact]
    public void Deep_nesting_is_refused_without_recursion()
    {
        var deep = new PickleBuilder().Text("x");
        for (var i = 0; i < 200_000; i++)
            deep.Raw(']');
        for (var i = 1; i < 200_000; i++)
            deep.Raw('a');
        deep.Write(FilePath);

        Refuses("*nested more than 64*");
    }

    [Fact]
    public void A_zip_bomb_is_refused()
    {
        using (var zip = new ZipArchive(File.Create(FilePath), ZipArchiveMode.Create))
        {
            using var stream = zip.CreateEntry("a/data.pkl", CompressionLevel.SmallestSize).Open();
            stream.Write(new byte[64 << 20]);
        }

        Refuses("*'a/data.pkl' claims to inflate*");
    }

    [Fact]
    public void An_entry_that_inflates_to_more_than_it_claims_is_refused()
    {
        using (var zip = new ZipArchive(File.Create(FilePath), ZipArchiveMode.Create))
        {
            using var stream = zip.CreateEntry("a/data.pkl", CompressionLevel.SmallestSize).Open();
            stream.Write(new byte[1000]);
        }

        var bytes = File.ReadAllBytes(FilePath);
        var central = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(central + 24), 500);
        File.WriteAllBytes(FilePath, bytes);

        Refuses("*does not inflate to the 500 bytes*");
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_refused()
    {
        PickleBuilder.WriteArchive(FilePath, [(byte)'.'], ("0", new byte[8]), ("1", new byte[8]));
        var bytes = File.ReadAllBytes(FilePath);
        var last = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        var second = bytes.AsSpan(0, last).LastIndexOf("PK\x01\x02"u8);
        bytes.AsSpan(second + 42, 4).CopyTo(bytes.AsSpan(last + 42));
        File.WriteAllBytes(FilePath, bytes);

        Refuses("*another name in its own header*");
    }

    [Theory]
    [InlineData("\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.", "*before PyTorch 1.6*")]
    [InlineData("GGUF", "*expected a PyTorch archive*")]
    [InlineData("", "*expected a PyTorch archive*")]
    public void A_file_of_another_format_is_refused_with_advice(string content, string message)
    {
        File.WriteAllBytes(FilePath, Encoding.Latin1.GetBytes(content));

        Refuses(message);
    }

    [Fact]
    public void A_zip_file_of_something_else_is_refused()
    {
        using (var zip = new ZipArchive(File.Create(FilePath), ZipArchiveMode.Create))
            zip.CreateEntry("readme.txt").Open().Dispose();

        Refuses("*without the data.pkl*");
    }

    private void Refuses(string message)
    {
        var open = () => PickleArchive.Open(FilePath).Dispose();

        open.Should().Throw<CheckpointFormatException>().WithMessage(message).Which.File.Should().Be(FilePath);
    }
}
