using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Keys_are_relative_with_forward_slashes_and_ordered_ordinally()
    {
        _folder.Touch("b.jpg", "a/c.PNG", "Z.webp", "a.gif", "a/b/d.jpeg", "e.bmp");

        var (images, problems) = await SourceReading.Read(_folder.Path);

        images.Keys().Should().Equal("Z.webp", "a.gif", "a/b/d.jpeg", "a/c.PNG", "b.jpg", "e.bmp");
        images.Should().OnlyContain(image => File.Exists(image.Path) && image.Captions.Count == 0 && image.Split == null);
        problems.Should().BeEmpty();
    }

    [Fact]
    public async Task An_image_opens_to_its_bytes()
    {
        _folder.Write("a.jpg", [7, 8, 9]);

        var (images, _) = await SourceReading.Read(_folder.Path);

        using var stream = images.Single().Open();
        var bytes = new byte[4];
        stream.Read(bytes).Should().Be(3);
        bytes.Should().Equal(7, 8, 9, 0);
    }

    [Fact]
    public async Task Hidden_files_other_files_and_hidden_folders_are_passed_over()
    {
        _folder.Touch("a.jpg", ".b.jpg", ".cache/c.jpg", "notes.txt", "video.mp4");

        var (images, problems) = await SourceReading.Read(_folder.Path);

        images.Keys().Should().Equal("a.jpg");
        problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Unicode_names_are_keys_and_captions_find_them_in_either_normalization()
    {
        var stored = "cafe\u0301/猫 🐈.jpg";
        _folder.Touch(stored);
        _folder.Write("captions.jsonl", """{"image":"café/猫 🐈.jpg","caption":"un chat"}""");

        var (images, problems) = await SourceReading.Read(_folder.Path);

        problems.Should().BeEmpty();
        images.Single().Key.Normalize(NormalizationForm.FormD).Should().Be(stored.Normalize(NormalizationForm.FormD));
        images.Single().Captions.Should().Equal("un chat");
    }

    [Fact]
    public async Task Captions_come_from_all_three_kinds_of_files_beside_the_images()
    {
        _folder.Touch("sub/a.jpg", "sub/b.jpg");
        _folder.Write("captions.jsonl", """
            {"image":"sub/a.jpg","captions":["one"," two "],"split":"dev"}

            {"image":"./sub\\b.jpg","caption":"five"}
            """);
        _folder.Write("sub/captions.csv", "image,caption\na.jpg,\"three, with comma\"\n");
        _folder.Write("sub/a.txt", "four\r\n\r\n");

        var (images, problems) = await SourceReading.Read(_folder.Path);

        problems.Should().BeEmpty();
        images[0].Captions.Should().Equal("one", "two", "three, with comma", "four");
        images[0].Split.Should().Be("dev");
        images[1].Captions.Should().Equal("five");
    }

    [Fact]
    public async Task Bad_caption_lines_are_reported_with_file_and_line_and_the_rest_is_kept()
    {
        _folder.Touch("a.jpg", "b.jpg");
        _folder.Write("captions.jsonl", """
            {"image":"a.jpg","captions":["kept"]}
            {"image":"a.jpg","capt
            {"image":"missing.jpg","captions":["lost"]}
            {"image":"missing.jpg","captions":["lost"]}
            {"captions":["nameless"]}
            {"image":"b.jpg","captions":["", "kept too"]}
            {"image":"a.jpg","captions":["kept again"]}
            {"image":"a.jpg","captions":7}
            """);

        var (images, problems) = await SourceReading.Read(_folder.Path);

        problems.Select(problem => problem.Item).Should().BeEquivalentTo(
            "captions.jsonl:2", "captions.jsonl:3", "captions.jsonl:5", "captions.jsonl:6", "captions.jsonl:7", "captions.jsonl:8");
        problems.Single(problem => problem.Item == "captions.jsonl:2").Message.Should().Contain("invalid JSON");
        problems.Single(problem => problem.Item == "captions.jsonl:3").Message.Should().Contain("'missing.jpg'");
        problems.Single(problem => problem.Item == "captions.jsonl:7").Message.Should().Contain("captions.jsonl:1");
        images[0].Captions.Should().Equal("kept", "kept again");
        images[1].Captions.Should().Equal("kept too");
    }

    [Fact]
    public async Task An_empty_caption_file_and_a_csv_without_header_are_reported()
    {
        _folder.Touch("a.jpg");
        _folder.Write("a.txt", " \n");
        _folder.Write("captions.csv", "file,text\na.jpg,hello\n");

        var (images, problems) = await SourceReading.Read(_folder.Path);

        images.Single().Captions.Should().BeEmpty();
        problems.Select(problem => problem.Item).Should().Equal("captions.csv", "a.txt");
    }

    [Fact]
    public async Task Pictures_of_other_formats_are_counted_once()
    {
        _folder.Touch("a.jpg", "b.HEIC", "c.heic");

        var (_, problems) = await SourceReading.Read(_folder.Path);

        problems.Should().ContainSingle().Which.Should().Match<SourceProblem>(problem => problem.Item == "*.heic" && problem.Message.StartsWith("2 files"));
    }

    [Fact]
    public async Task A_loop_of_links_ends_and_a_linked_folder_is_read_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        _folder.Touch("photos/a.jpg");
        Directory.CreateSymbolicLink(_folder.Of("photos/loop"), _folder.Of("photos"));
        Directory.CreateSymbolicLink(_folder.Of("photos/up"), "..");
        using var elsewhere = new TemporaryFolder();
        elsewhere.Touch("b.jpg");
        Directory.CreateSymbolicLink(_folder.Of("linked"), elsewhere.Path);

        var (images, _) = await SourceReading.Read(_folder.Path);

        images.Keys().Should().Equal("linked/b.jpg", "photos/a.jpg");
    }

    [Fact]
    public async Task An_empty_folder_says_what_was_looked_for()
    {
        _folder.Touch("readme.md");

        var read = () => SourceReading.Read(_folder.Path);

        (await read.Should().ThrowAsync<SourceException>()).WithMessage("*holds no pictures*.jpg, .jpeg, .png, .webp, .gif and .bmp*");
    }

    [Fact]
    public void A_missing_folder_and_a_file_are_refused_at_once()
    {
        _folder.Write("list.jsonl", "{}");

        var missing = () => ImageSources.Open(_folder.Of("nowhere"));
        var file = () => ImageSources.Open(_folder.Of("list.jsonl"));

        missing.Should().Throw<SourceException>().WithMessage("*is not there*");
        file.Should().Throw<SourceException>().WithMessage("*found a file*jsonl:FILE*");
    }
}
