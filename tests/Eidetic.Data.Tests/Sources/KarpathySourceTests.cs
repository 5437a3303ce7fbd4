using System.Globalization;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class KarpathySourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_splits_and_sentences_come_from_the_file()
    {
        _folder.Touch("images/train2014/a.jpg", "images/val2014/b.jpg", "images/val2014/c.jpg", "images/val2014/d.jpg", "images/stray.jpg");
        var file = _folder.Write("dataset_coco.json", """
            {"dataset": "coco", "extra": [{"images": [1]}], "images": [
              {"filepath": "val2014", "filename": "d.jpg", "split": "restval", "sentences": [{"tokens": ["x"], "raw": "D"}]},
              {"filepath": "train2014", "sentids": [0], "filename": "a.jpg", "imgid": 0, "split": "train",
               "sentences": [{"tokens": ["a", "dog"], "raw": "A dog.", "imgid": 0, "sentid": 0}, {"raw": " Ein Hünd. "}], "cocoid": 1},
              {"filepath": "val2014", "filename": "b.jpg", "split": "val", "sentences": [{"raw": "B"}]},
              {"filepath": "val2014", "filename": "c.jpg", "split": "test", "sentences": [{"raw": "C"}]}]}
            """);

        var (images, problems) = await SourceReading.Read($"karpathy:{file}:{_folder.Of("images")}");

        problems.Should().BeEmpty();
        images.Keys().Should().Equal("train2014/a.jpg", "val2014/b.jpg", "val2014/c.jpg", "val2014/d.jpg");
        images.Select(image => image.Split).Should().Equal("train", "val", "test", "restval");
        images[0].Captions.Should().Equal("A dog.", "Ein Hünd.");
    }

    [Fact]
    public async Task Without_a_folder_the_images_lie_beside_the_file()
    {
        _folder.Touch("1.jpg");
        var file = _folder.Write("dataset_flickr8k.json", """{"images":[{"filename":"1.jpg","split":"train","sentences":[{"raw":"A"}]}],"dataset":"flickr8k"}""");

        var (images, _) = await SourceReading.Read("karpathy:" + file);

        images.Keys().Should().Equal("1.jpg");
    }

    [Fact]
    public async Task Images_of_several_folders_may_lie_in_one()
    {
        _folder.Touch("images/a.jpg");
        var file = _folder.Write("d.json", """{"images":[{"filepath":"val2014","filename":"a.jpg","split":"val","sentences":[]}]}""");

        var (images, problems) = await SourceReading.Read($"karpathy:{file}:{_folder.Of("images")}");

        problems.Should().BeEmpty();
        images.Single().Key.Should().Be("val2014/a.jpg");
        images.Single().Path.Should().Be(Path.Combine(_folder.Of("images"), "a.jpg"));
    }

    [Fact]
    public async Task What_is_wrong_with_an_entry_is_told_with_its_place_and_the_others_are_kept()
    {
        _folder.Touch("images/a.jpg", "images/b.jpg", "outside.jpg");
        var file = _folder.Write("d.json", """
            {"images": [{"filename": "a.jpg", "sentences": [{"raw": "A"}, {"raw": 7}]}, 5, {"filename": "gone.jpg", "sentences": []},
             {"filename": "../outside.jpg", "sentences": []}, {"filename": "/etc/hostname", "sentences": []},
             {"filename": "a.jpg", "sentences": []}, {"filename": "b.jpg"}]}
            """);

        var (images, problems) = await SourceReading.Read($"karpathy:{file}:{_folder.Of("images")}");

        images.Keys().Should().Equal("a.jpg", "b.jpg");
        images[0].Captions.Should().Equal("A");
        problems.Select(problem => problem.Item).Should().Equal(Enumerable.Range(0, 7).Select(index => $"d.json:images[{index}]"));
    }

    [Theory]
    [InlineData("""{"images":[{"filename":"a.jpg"},""", "*d.json*line 1, byte 32*")]
    [InlineData("{\"images\":[\n{\"filename\" 1}]}", "*line 2, byte 13*")]
    [InlineData("", "*line 1, byte 1*")]
    [InlineData("[]", "*Expected a JSON object*")]
    [InlineData("""{"annotations":[]}""", "*no array 'images'*")]
    [InlineData("""{"images":{}}""", "*no array 'images'*")]
    [InlineData("""{"images":[]}""", "*names no image*")]
    public async Task A_file_that_is_something_else_is_refused_with_the_place(string content, string sentence)
    {
        var file = _folder.Write("d.json", content);

        await FluentActions.Awaiting(() => SourceReading.Read("karpathy:" + file)).Should().ThrowAsync<SourceException>().WithMessage(sentence);
    }

    [Fact]
    public async Task Entries_and_texts_that_cross_the_reading_buffer_come_whole()
    {
        var (json, names) = (new StringBuilder("\uFEFF{\"skipped\":\"" + new string('s', 200_000) + "\",\"images\":["), new List<string>());
        for (var i = 0; i < 500; i++)
        {
            names.Add(FormattableString.Invariant($"{i:D4}.jpg"));
            json.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"filename":"{{names[i]}}","split":"train","sentences":[{"raw":"{{Caption(i)}}"}]}""");
        }

        _folder.Touch([.. names]);
        var file = _folder.Write("d.json", json.Append("]}").ToString());

        var (images, problems) = await SourceReading.Read("karpathy:" + file);

        problems.Should().BeEmpty();
        images.Keys().Should().Equal(names);
        images.Select(image => image.Captions.Single()).Should().Equal(Enumerable.Range(0, 500).Select(Caption));

        static string Caption(int i) => new((char)('a' + (i % 26)), i == 250 ? 300_000 : 1 + (i * 7 % 2000));
    }

    [Theory]
    [InlineData(@"C:\x.json:D:\images", @"C:\x.json", @"D:\images")]
    [InlineData(@"C:\x.json", @"C:\x.json", null)]
    [InlineData("C:/x.json:images", "C:/x.json", "images")]
    [InlineData("x.json:D:/images", "x.json", "D:/images")]
    [InlineData("x.json:/data/images", "x.json", "/data/images")]
    [InlineData("x.json:", "x.json", null)]
    [InlineData("x.json", "x.json", null)]
    public void File_and_folder_are_told_apart(string text, string file, string? folder) =>
        FilePair.Parse(text).Should().Be(new FilePair(file, folder));

    [Fact]
    public void A_file_whose_name_has_a_colon_is_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        var file = _folder.Write("a:b.json", "{}");

        FilePair.Parse(file + ":images").Should().Be(new FilePair(file, "images"));
        FilePair.Parse(file).Should().Be(new FilePair(file, null));
    }

    [Fact]
    public void A_missing_file_or_folder_is_told_before_anything_is_read()
    {
        var file = _folder.Write("d.json", "{}");

        FluentActions.Invoking(() => ImageSources.Open("karpathy:" + _folder.Of("gone.json"))).Should().Throw<SourceException>().WithMessage("The file of*");
        FluentActions.Invoking(() => ImageSources.Open($"karpathy:{file}:{_folder.Of("gone")}")).Should().Throw<SourceException>().WithMessage("The folder of images*");
    }
}
