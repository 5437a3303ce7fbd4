using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class CaptionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SourceProblem> _problems = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("c.jsonl", """
        {"image":"a.jpg","captions":["one","two"]}
        {"image":"b/c.jpg","caption":"three"}
        """)]
    [InlineData("c.csv", """
        image,caption
        a.jpg,one
        b/c.jpg,three
        a.jpg,two
        """)]
    public void Both_forms_give_captions_by_key(string name, string text)
    {
        var file = CaptionFile.Read(_folder.Write(name, text), _problems.Add);

        file.Captions["a.jpg"].Should().Equal("one", "two");
        file.Captions["b/c.jpg"].Should().Equal("three");
        _problems.Should().BeEmpty();
    }

    [Fact]
    public void Images_that_the_collection_lacks_are_reported_where_they_are_first_named()
    {
        var file = CaptionFile.Read(_folder.Write("c.csv", "image,caption\na.jpg,one\ngone.jpg,x\ngone.jpg,y\n"), _problems.Add);

        file.ReportMissing(key => key == "a.jpg", _problems.Add);

        _problems.Should().ContainSingle().Which.Item.Should().Be("c.csv:3");
    }

    [Fact]
    public void Bad_lines_are_reported()
    {
        CaptionFile.Read(_folder.Write("c.jsonl", "[1]\nnull\n{\"image\":\"\"}\n{\"image\":\"a\\u0000\"}\n{\"image\":\"\\ud800\"}\nx"), _problems.Add);

        _problems.Select(problem => problem.Item).Should().Equal("c.jsonl:1", "c.jsonl:2", "c.jsonl:3", "c.jsonl:4", "c.jsonl:5", "c.jsonl:6");
    }

    [Theory]
    [InlineData("c.txt", "*neither*")]
    [InlineData("gone.jsonl", "*not there*")]
    public void A_file_of_another_form_or_a_missing_one_is_refused(string name, string message)
    {
        _folder.Write("c.txt", "hello");

        var read = () => CaptionFile.Read(_folder.Of(name), _problems.Add);

        read.Should().Throw<SourceException>().WithMessage(message);
    }
}
