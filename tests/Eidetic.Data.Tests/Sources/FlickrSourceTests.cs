using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class FlickrSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Captions_and_splits_come_from_the_data_sets_own_files()
    {
        _folder.Touch("Images/1.jpg", "Images/2.jpg", "Images/3.jpg", "Images/4.jpg");
        _folder.Write("Flickr8k.token.txt", "1.jpg#0\tA dog runs .\n1.jpg#1\tA dog .\n2.jpg#0\tA cat .\n");
        _folder.Write("Flickr8k.lemma.token.txt", "1.jpg#0\tA dog run .\n");
        _folder.Write("Flickr_8k.trainImages.txt", "1.jpg\r\n");
        _folder.Write("Flickr_8k.devImages.txt", "2.jpg\n");
        _folder.Write("Flickr_8k.testImages.txt", "3.jpg\n");

        var (images, problems) = await SourceReading.Read("flickr:" + _folder.Path);

        problems.Should().BeEmpty();
        images.Keys().Should().Equal("1.jpg", "2.jpg", "3.jpg", "4.jpg");
        images.Select(image => image.Split).Should().Equal("train", "dev", "test", null);
        images[0].Captions.Should().Equal("A dog runs .", "A dog .");
        images[1].Captions.Should().Equal("A cat .");
        images[2].Captions.Should().BeEmpty();
    }

    [Fact]
    public async Task Bad_lines_missing_images_and_contradicting_splits_are_reported_once()
    {
        _folder.Touch("Images/1.jpg");
        _folder.Write("f.token.txt", "1.jpg#0 no tab\ngone.jpg#0\tx\ngone.jpg#1\ty\n1.jpg#2\t \n");
        _folder.Write("f.trainImages.txt", "1.jpg\ngone.jpg\n");
        _folder.Write("f.devImages.txt", "1.jpg\n");

        var (images, problems) = await SourceReading.Read("flickr:" + _folder.Path);

        problems.Select(problem => problem.Item).Should().BeEquivalentTo(
            "f.token.txt:1", "f.token.txt:2", "f.token.txt:4", "f.devImages.txt:1", "*.testImages.txt");
        images.Single().Split.Should().Be("train");
    }

    [Fact]
    public async Task A_folder_without_images_is_refused()
    {
        var missing = () => ImageSources.Open("flickr:" + _folder.Path);
        missing.Should().Throw<SourceException>().WithMessage("*Images*");

        Directory.CreateDirectory(_folder.Of("Images"));
        var empty = () => SourceReading.Read("flickr:" + _folder.Path);

        await empty.Should().ThrowAsync<SourceException>();
    }

    [Fact]
    public async Task Flickr8k_itself_reads_whole()
    {
        var folder = Environment.GetEnvironmentVariable("EIDETIC_FLICKR8K");
        Assert.SkipUnless(Directory.Exists(folder), "EIDETIC_FLICKR8K does not name the data set.");

        var (images, problems) = await SourceReading.Read("flickr:" + folder);

        problems.Should().BeEmpty();
        images.CountBy(image => image.Split ?? "").Should().BeEquivalentTo(
            [KeyValuePair.Create("train", 6000), KeyValuePair.Create("dev", 1000), KeyValuePair.Create("test", 1000)]);
        images.Where(image => image.Split is "train" or "dev").Should().OnlyContain(image => image.Captions.Count == 5);
    }
}
