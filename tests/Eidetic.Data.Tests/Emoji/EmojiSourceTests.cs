using System.Buffers.Binary;
using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class EmojiSourceTests
{
    [Fact]
    public async Task Every_image_is_captioned_and_ordered_by_key()
    {
        var images = await ReadAsync(new EmojiSource());

        images.Should().HaveCount(1910);
        images.Select(image => image.Key).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        images.Should().OnlyContain(image => image.Captions.Count > 0 && image.Captions.All(caption => caption.Trim().Length > 0));
        images.Should().OnlyContain(image => image.Path == null && image.Split == null);
        images.Single(image => image.Key == "grinning-face.png").Captions.Take(2).Should().Equal("grinning face", "cheerful");
    }

    [Fact]
    public async Task Every_picture_is_a_png_of_64_by_64_pixels()
    {
        byte[] signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

        var images = await ReadAsync(new EmojiSource());

        foreach (var image in images)
        {
            var bytes = Bytes(image);
            bytes[..8].Should().Equal(signature, image.Key);
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)).Should().Be(64, image.Key);
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)).Should().Be(64, image.Key);
            bytes[^8..^4].Should().Equal("IEND"u8.ToArray(), image.Key);
        }
    }

    [Fact]
    public async Task A_picture_opens_from_many_threads_at_once()
    {
        var image = (await ReadAsync(new EmojiSource { Limit = 1 })).Single();
        var expected = Bytes(image);

        var opened = new byte[64][];
        Parallel.For(0, opened.Length, index => opened[index] = Bytes(image));

        opened.Should().OnlyContain(bytes => bytes.SequenceEqual(expected));
    }

    [Fact]
    public async Task A_limit_spreads_over_the_collection_and_is_always_the_same()
    {
        var all = (await ReadAsync(new EmojiSource())).Select(image => image.Key).ToList();

        var first = (await ReadAsync(new EmojiSource { Limit = 100 })).Select(image => image.Key).ToList();
        var second = (await ReadAsync(new EmojiSource { Limit = 100 })).Select(image => image.Key).ToList();

        first.Should().Equal(second).And.HaveCount(100).And.OnlyHaveUniqueItems().And.BeSubsetOf(all);
        var steps = first.Zip(first.Skip(1), (one, next) => all.IndexOf(next) - all.IndexOf(one));
        steps.Should().OnlyContain(step => step == 19 || step == 20);
    }

    [Fact]
    public async Task A_limit_beyond_the_collection_reads_all_of_it()
    {
        var images = await ReadAsync(new EmojiSource { Limit = 1_000_000 });

        images.Should().HaveCount(1910);
    }

    [Fact]
    public void A_limit_below_one_is_refused()
    {
        var making = () => new EmojiSource { Limit = 0 };

        making.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*at least 1 image, got 0*");
    }

    [Fact]
    public async Task A_missing_collection_is_one_clear_error()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var reading = () => ReadAsync(new EmojiSource(folder));

        (await reading.Should().ThrowAsync<SourceException>())
            .WithMessage($"Expected the emoji collection in {folder}, but captions.jsonl cannot be read: build or install Eidetic again*")
            .Which.File.Should().Be(Path.Combine(folder, "captions.jsonl"));
    }

    [Fact]
    public async Task Damaged_captions_name_file_and_line()
    {
        using var folder = new EmojiFolder();
        folder.Write("captions.jsonl", "{\"image\":\"a.png\",\"captions\":[\"a\"]}\n{\"image\":\"b.png\"}\n");

        var reading = () => ReadAsync(new EmojiSource(folder.Path));

        var problem = (await reading.Should().ThrowAsync<SourceException>()).Which;
        problem.Line.Should().Be(2);
        problem.Message.Should().Contain("captions.jsonl is damaged at line 2");
    }

    [Fact]
    public async Task A_caption_without_its_picture_is_an_error()
    {
        using var folder = new EmojiFolder();
        folder.Write("captions.jsonl", "{\"image\":\"a.png\",\"captions\":[\"a\"]}\n{\"image\":\"b.png\",\"captions\":[\"b\"]}\n");
        folder.WriteArchive("a.png");

        var reading = () => ReadAsync(new EmojiSource(folder.Path));

        await reading.Should().ThrowAsync<SourceException>().WithMessage("*images.zip has no picture b.png*");
    }

    [Fact]
    public async Task A_damaged_archive_is_an_error()
    {
        using var folder = new EmojiFolder();
        folder.Write("captions.jsonl", "{\"image\":\"a.png\",\"captions\":[\"a\"]}\n");
        folder.Write("images.zip", "not an archive");

        var reading = () => ReadAsync(new EmojiSource(folder.Path));

        await reading.Should().ThrowAsync<SourceException>().WithMessage("*images.zip cannot be read*");
    }

    private static async Task<List<SourceImage>> ReadAsync(EmojiSource source)
    {
        var images = new List<SourceImage>();
        await foreach (var image in source.ReadAsync(problem => throw new InvalidOperationException(problem.Message)))
            images.Add(image);
        return images;
    }

    private static byte[] Bytes(SourceImage image)
    {
        using var stream = image.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
