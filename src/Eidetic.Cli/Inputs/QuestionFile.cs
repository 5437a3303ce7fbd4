using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Cli.Json;

namespace Eidetic.Cli.Inputs;

/// <summary>Reads queries to answer: JSON lines such as <c>{"query": "…"}</c>, or plain lines of text.</summary>
internal static class QuestionFile
{
    private const string Option = "--queries";

    /// <summary>Queries to answer. A file whose first line begins with a brace is JSON lines; any other is one query a line.</summary>
    /// <exception cref="SourceException">The file cannot be read, or a line is not as expected.</exception>
    public static IReadOnlyList<string> Read(string file)
    {
        var lines = TextFile.ReadLines(Option, file);
        return lines[0].Text.StartsWith('{')
            ? [.. lines.Select(line => ReadLine(file, line.Number, line.Text).Query!)]
            : [.. lines.Select(line => line.Text)];
    }

    private static QueryLine ReadLine(string file, int number, string text)
    {
        try
        {
            var record = JsonSerializer.Deserialize(text, CliJson.Readable.QueryLine);
            return string.IsNullOrWhiteSpace(record?.Query) ? throw Wrong(file, number, "\"query\" is missing or empty") : record;
        }
        catch (JsonException problem)
        {
            throw Wrong(file, number, "this is not JSON", problem);
        }
    }

    private static SourceException Wrong(string file, int number, string found, Exception? innerException = null) =>
        new($"{file}:{number}: expected {{\"query\": \"…\"}}, but {found}", file, number, innerException);
}
