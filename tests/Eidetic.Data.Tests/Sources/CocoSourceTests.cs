using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class CocoSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("captions_train2017.json", "train")]
    [InlineData("captions_val2014.json", "val")]
    [InlineData("image_info_test2015.json", "test")]
    [InlineData("mine.json", null)]
    public async Task Captions_find_their_images_and_the_split_is_that_of_the_files_name(string name, string? split)
    {
        _folder.Touch("images/2.jpg", "images/1.jpg", "images/3.jpg");
        var file = _folder.Write(name, """
            {"info": {"images": []}, "annotations": [{"image_id": 9, "id": 1, "caption": "Nine"}, {"image_id": 4, "caption": "Four\n"}, {"image_id": 9, "caption": "9"}],
             "images": [{"id": 9, "file_name": "1.jpg", "license": 3}, {"id": 4, "file_name": "2.jpg"}, {"id": 5, "file_name": "3.jpg"}], "licenses": []}
            """);

        var (images, problems) = await SourceReading.Read($"coco:{file}:{_folder.Of("images")}");

        problems.Should().BeEmpty();
        images.Keys().Should().Equal("1.jpg", "2.jpg", "3.jpg");
        images.Should().OnlyContain(image => image.Split == split);
        images[0].Captions.Should().Equal("Nine", "9");
        images[1].Captions.Should().Equal("Four");
        images[2].Captions.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_with_an_entry_is_told_with_its_place_and_the_others_are_kept()
    {
        _folder.Touch("images/1.jpg");
        var file = _folder.Write("captions_val2017.json", """
            {"images": [{"id": 1, "file_name": "1.jpg"}, {"id": 2, "file_name": "gone.jpg"}, {"id": "3", "file_name": "3.jpg"}, {"id": 1, "file_name": "1.jpg"}],
             "annotations": [{"image_id": 1, "caption": "A"}, {"image_id": 2, "caption": "of an image that is gone"}, {"image_id": 7, "caption": "C"},
                             {"image_id": 1}, {"image_id": 7, "caption": "D"}]}
            """);

        var (images, problems) = await SourceReading.Read($"coco:{file}:{_folder.Of("images")}");

        images.Single().Captions.Should().Equal("A");
        problems.Select(problem => problem.Item).Should().BeEquivalentTo(
            "captions_val2017.json:images[1]",
            "captions_val2017.json:images[2]",
            "captions_val2017.json:images[3]",
            "captions_val2017.json:annotations[3]",
            "captions_val2017.json:annotations[2]");
    }

    [Fact]
    public void A_folder_of_images_must_be_named()
    {
        var file = _folder.Write("captions_val2017.json", "{}");

        FluentActions.Invoking(() => ImageSources.Open("coco:" + file)).Should().Throw<SourceException>().WithMessage("Expected coco:ANNOTATIONS:IMAGES*");
    }
}
