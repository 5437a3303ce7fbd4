namespace Eidetic.Data.Tests;

public sealed class TagsAndDatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_subfolders_of_a_folder_are_tags_beside_those_of_its_caption_files()
    {
        _folder.Touch("top.jpg", "2024/Holiday/sea.jpg");
        _folder.Write("captions.jsonl", """{"image":"2024/Holiday/sea.jpg","tags":["beach","HOLIDAY"],"date":"2024-07-05"}""");

        var (images, problems) = await SourceReading.Read(_folder.Path);

        problems.Should().BeEmpty();
        images.Keys().Should().Equal("2024/Holiday/sea.jpg", "top.jpg");
        images[0].Tags.Should().Equal("2024", "Holiday", "beach");
        images[0].Date.Should().Be(new DateTime(2024, 7, 5));
        (images[1].Tags.Count, images[1].Date).Should().Be((0, null));
    }

    [Fact]
    public async Task Json_lines_give_tags_as_an_array_or_as_one_text()
    {
        _folder.Touch("a.jpg", "b.jpg", "c/d.jpg");
        var file = _folder.Write("list.jsonl", """
            {"image":"a.jpg","tags":["two  dogs "," Snow","snow",""],"date":"2024-01-02T03:04:05Z"}
            {"image":"b.jpg","tags":"snow; ice|dog,cat","caption":"x","date":null}
            {"image":"c/d.jpg","tags":null}
            """);

        var (images, problems) = await SourceReading.Read("jsonl:" + file);

        images.Select(image => string.Join('+', image.Tags)).Should().Equal("two dogs+Snow", "snow+ice+dog+cat", "");
        images.Select(image => image.Date).Should().Equal(new DateTime(2024, 1, 2, 3, 4, 5), null, null);
        problems.Should().ContainSingle("an empty tag is told").Which.Item.Should().Be("list.jsonl:1");
    }

    [Fact]
    public async Task Csv_gives_tags_and_a_date_and_several_rows_of_an_image_add_up()
    {
        _folder.Touch("a.jpg", "b.jpg");
        var file = _folder.Write("list.csv", "image,caption,date,tags\na.jpg,one,2024-07-05,sea;sand\na.jpg,two,2024-07-05,\"Sand, sun\"\nb.jpg,three,,\n");

        var (images, problems) = await SourceReading.Read("csv:" + file);

        problems.Should().BeEmpty();
        images[0].Tags.Should().Equal("sea", "sand", "sun");
        images[0].Captions.Should().Equal("one", "two");
        images[0].Date.Should().Be(new DateTime(2024, 7, 5));
        (images[1].Tags.Count, images[1].Date).Should().Be((0, null));
    }

    [Theory]
    [InlineData("""{"image":"a.jpg","date":"05.07.2024"}""", "*date of 'a.jpg' as 2024, *found '05.07.2024'*left out*")]
    [InlineData("""{"image":"a.jpg","date":20240705}""", "*date of 'a.jpg'*found no text*")]
    [InlineData("""{"image":"a.jpg","tags":{"sea":1}}""", "*tags of 'a.jpg' as an array of texts*")]
    [InlineData("""{"image":"a.jpg","tags":["sea",1]}""", "*tags of 'a.jpg' as an array of texts*")]
    public async Task What_is_not_understood_is_told_and_the_image_stays(string line, string problem)
    {
        _folder.Touch("a.jpg");
        var file = _folder.Write("list.jsonl", line);

        var (images, problems) = await SourceReading.Read("jsonl:" + file);

        images.Keys().Should().Equal("a.jpg");
        problems.Should().ContainSingle().Which.Message.Should().Match(problem);
    }

    [Fact]
    public async Task Of_two_dates_the_first_is_kept_and_the_other_told()
    {
        _folder.Touch("a.jpg");
        var file = _folder.Write("list.jsonl", """
            {"image":"a.jpg","caption":"x","date":"2024"}
            {"image":"a.jpg","caption":"y","date":"2025"}
            """);

        var (images, problems) = await SourceReading.Read("jsonl:" + file);

        images[0].Date.Should().Be(new DateTime(2024, 1, 1));
        problems.Should().ContainSingle().Which.Message.Should().Contain("2024-01-01").And.Contain("2025-01-01").And.Contain("first is kept");
    }

    [Fact]
    public async Task An_emoji_is_tagged_with_its_captions_but_not_with_its_name()
    {
        var images = new List<Abstractions.SourceImage>();
        await foreach (var image in new EmojiSource().ReadAsync(_ => { }))
        {
            images.Add(image);
        }

        images.Single(image => image.Key == "airplane.png").Tags.Should().Equal("aeroplane", "fly", "flying", "jet", "plane", "travel");
        images.Should().OnlyContain(image => image.Tags.All(tag => TagText.Clean(tag) == tag), "they are searched as they are");
    }

    [Fact]
    public async Task A_date_of_the_source_goes_before_that_of_the_photograph()
    {
        var photograph = ExifPictures.Jpeg(ExifPictures.Tiff("2020:01:02 03:04:05"));
        _folder.Write("a.jpg", photograph);
        _folder.Write("b.jpg", [.. photograph, 0]);
        _folder.Write("c.png", Pictures.Png());
        _folder.Write("captions.jsonl", """{"image":"a.jpg","date":"2024-07-05"}""");

        var dates = new List<DateTime?>();
        await foreach (var batch in new ImageIngest().ReadAsync(
            ImageSources.Open(_folder.Path), new Abstractions.ImagePreprocessing { Size = 8 }, _ => true, _ => { }))
        {
            dates.AddRange(batch.Select(image => image.Date));
        }

        dates.Should().Equal(new DateTime(2024, 7, 5), new DateTime(2020, 1, 2, 3, 4, 5), null);
    }
}
