using Eidetic.Abstractions;

namespace Eidetic.Evaluation.Tests;

public sealed class QueryFileTests
{
    [Fact]
    public void Queries_are_read_in_order_with_any_script()
    {
        using var file = new TextFile(
            "\uFEFF{\"query\":\"zwei Hunde am Strand\",\"image\":\"a/b.jpg\"}\r\n\n  \n"
            + "{\"image\":\"c.png\",\"note\":1,\"query\":\"海辺の犬 🐕 \\u00e9\"}");

        var queries = QueryFile.Read(file.Path);

        queries.Should().Equal(
            new EvaluationQuery("zwei Hunde am Strand", "a/b.jpg"), new EvaluationQuery("海辺の犬 🐕 é", "c.png"));
    }

    [Theory]
    [InlineData("nonsense", "something else")]
    [InlineData("{\"query\":\"a\"", "something else")]
    [InlineData("{\"query\":\"a\"}", "something else")]
    [InlineData("{\"query\":\"a\",\"image\":null}", "something else")]
    [InlineData("{\"query\":7,\"image\":\"b\"}", "something else")]
    [InlineData("{\"query\":\"\\ud800\",\"image\":\"b\"}", "something else")]
    [InlineData("[\"a\",\"b\"]", "something else")]
    [InlineData("null", "null")]
    [InlineData("{\"query\":\" \",\"image\":\"b\"}", "an empty query")]
    [InlineData("{\"query\":\"a\",\"image\":\"\"}", "an empty image")]
    public void A_bad_line_is_named_with_its_file(string line, string found)
    {
        using var file = new TextFile($"{{\"query\":\"a\",\"image\":\"b\"}}\n\n{line}\n");

        var reading = () => QueryFile.Read(file.Path);

        var problem = reading.Should().Throw<SourceException>().Which;
        problem.File.Should().Be(file.Path);
        problem.Line.Should().Be(3);
        problem.Message.Should().Be(
            $"Expected {{\"query\": \"…\", \"image\": \"key\"}} in {file.Path}, line 3, but found {found}: mend or remove the line.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n")]
    public void An_empty_file_is_refused(string text)
    {
        using var file = new TextFile(text);

        var reading = () => QueryFile.Read(file.Path);

        reading.Should().Throw<SourceException>().WithMessage($"Expected a query file with at least one line, but {file.Path} is empty.");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var reading = () => QueryFile.Read(path);

        reading.Should().Throw<SourceException>()
            .WithMessage($"Expected a query file at {path}, but it cannot be read: there is no such file.").Which.File.Should().Be(path);
    }

    [Fact]
    public void A_folder_is_not_a_query_file()
    {
        var reading = () => QueryFile.Read(Path.GetTempPath());

        reading.Should().Throw<SourceException>();
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        using var file = new TextFile([.. "{\"query\":\""u8, 0xE9, .. "\",\"image\":\"b\"}"u8]);

        var reading = () => QueryFile.Read(file.Path);

        reading.Should().Throw<SourceException>().WithMessage("*in UTF-8, but * holds other bytes*").Which.Line.Should().BeNull();
    }
}
