using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class ImageSourcesTests
{
    [Theory]
    [InlineData("webdataset:a.tar")]
    [InlineData("parquet:a.parquet")]
    public void Forms_of_the_contract_that_are_not_built_say_so(string spec)
    {
        var open = () => ImageSources.Open(spec);

        open.Should().Throw<SourceException>().WithMessage("*not supported yet in this version*");
    }

    [Theory]
    [InlineData("flikr:dir")]
    [InlineData("https://example.org/a.zip")]
    [InlineData("flickr:")]
    [InlineData("")]
    [InlineData("  ")]
    public void Unknown_forms_list_the_known_ones(string spec)
    {
        var open = () => ImageSources.Open(spec);

        open.Should().Throw<SourceException>().WithMessage("Expected a folder, flickr:DIR, karpathy:FILE[:IMAGES], coco:ANNOTATIONS:IMAGES, jsonl:FILE, csv:FILE or emoji, found*");
    }

    [Fact]
    public void A_source_is_named_as_the_user_typed_it()
    {
        using var folder = new TemporaryFolder();

        ImageSources.Open(folder.Path).Name.Should().Be(folder.Path);
    }
}
