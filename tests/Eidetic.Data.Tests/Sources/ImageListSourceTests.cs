using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class ImageListSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_lines_give_captions_and_splits_of_all_splits()
    {
        _folder.Touch("x/b.jpg", "x/a.jpg", "other.jpg");
        var file = _folder.Write("list.jsonl", """
            {"image":"x/b.jpg","captions":["b1","b2"],"split":"test"}
            {"image":"x/a.jpg","caption":"a1","split":"train","license":"by"}
            {"image":"x/a.jpg","caption":"a2"}
            """);

        var (images, problems) = await SourceReading.Read("jsonl:" + file);

        problems.Should().BeEmpty();
        images.Keys().Should().Equal("x/a.jpg", "x/b.jpg");
        images.Select(image => image.Split).Should().Equal("train", "test");
        images[0].Captions.Should().Equal("a1", "a2");
        images[1].Captions.Should().Equal("b1", "b2");
    }

    [Fact]
    public async Task Csv_rows_of_one_image_merge()
    {
        _folder.Touch("a.jpg", "b.jpg");
        var file = _folder.Write("list.csv", "Image,Caption,Split\r\nb.jpg,\"say \"\"cheese\"\"\",dev\r\na.jpg,first,train\r\na.jpg,second,train\r\n");

        var (images, problems) = await SourceReading.Read("csv:" + file);

        problems.Should().BeEmpty();
        images[0].Captions.Should().Equal("first", "second");
        images[1].Captions.Should().Equal("say \"cheese\"");
        images[1].Split.Should().Be("dev");
    }

    [Fact]
    public async Task Bad_csv_rows_are_reported_with_their_line()
    {
        _folder.Touch("a.jpg", "b.jpg");
        var file = _folder.Write("list.csv", """
            image,caption,split
            a.jpg,"two
            lines",train
            a.jpg,too, many, commas,train
            ,nameless,train
            gone.jpg,lost,train
            b.jpg,,train
            a.jpg,kept,test
            b.jpg,never closed: 5"x7",train
            b.jpg,"swallowed,train
            """);

        var (images, problems) = await SourceReading.Read("csv:" + file);

        problems.Select(problem => problem.Item).Should().BeEquivalentTo(
            "list.csv:4", "list.csv:5", "list.csv:6", "list.csv:7", "list.csv:8", "list.csv:9", "list.csv:10");
        problems.Single(problem => problem.Item == "list.csv:8").Message.Should().Be("'a.jpg' is in split 'train' and in split 'test'; the first is kept.");
        images[0].Captions.Should().Equal("two\nlines", "kept");
        images[1].Captions.Should().BeEmpty();
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_reported_once_and_left_out()
    {
        _folder.Touch("a.jpg");
        var file = _folder.Write("list.jsonl", """
            {"image":"a.jpg"}
            {"image":"gone.jpg","caption":"x"}
            {"image":"gone.jpg","caption":"y"}
            """);

        var (images, problems) = await SourceReading.Read("jsonl:" + file);

        images.Keys().Should().Equal("a.jpg");
        problems.Should().ContainSingle().Which.Item.Should().Be("list.jsonl:2");
    }

    [Fact]
    public async Task A_list_without_images_a_missing_list_and_a_foreign_header_are_refused()
    {
        var empty = _folder.Write("empty.jsonl", "");
        var header = _folder.Write("header.csv", "name;text\n");
        var nothing = _folder.Write("nothing.csv", "");

        await ReadingThrows("jsonl:" + empty, "*names no image*");
        await ReadingThrows("csv:" + header, "*Expected the header image,caption*");
        await ReadingThrows("csv:" + nothing, "*Expected the header image,caption*");
        await ReadingThrows("jsonl:" + _folder.Of("gone.jsonl"), "*is not there*");
    }

    private static async Task ReadingThrows(string spec, string message)
    {
        var read = () => SourceReading.Read(spec);

        (await read.Should().ThrowAsync<SourceException>()).WithMessage(message);
    }
}
