using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Evaluation;

/// <summary>Files of queries for <c>evaluate</c>: JSON lines, <c>{"query": "…", "image": "key"}</c>.</summary>
public static class QueryFile
{
    /// <summary>Reads all queries. Blank lines are skipped, other members of a line are ignored.</summary>
    /// <param name="path">A UTF-8 file.</param>
    /// <returns>At least one query, in the order of the lines.</returns>
    /// <exception cref="SourceException">The file is missing or empty, or a line is not a query; file and line are named.</exception>
    public static IReadOnlyList<EvaluationQuery> Read(string path) =>
        [.. TextLines.Read(path, "a query file").Select(line => Parse(path, line.Number, line.Line))];

    private static EvaluationQuery Parse(string path, long number, string line)
    {
        EvaluationQuery? query;
        try
        {
            query = JsonSerializer.Deserialize(line, EvaluationJson.Default.EvaluationQuery);
        }
        catch (JsonException problem)
        {
            throw Unexpected("something else", problem);
        }

        return query switch
        {
            null => throw Unexpected("null"),
            _ when string.IsNullOrWhiteSpace(query.Query) => throw Unexpected("an empty query"),
            _ when string.IsNullOrWhiteSpace(query.Image) => throw Unexpected("an empty image"),
            _ => query,
        };

        SourceException Unexpected(string found, Exception? cause = null) => new(
            $"Expected {{\"query\": \"…\", \"image\": \"key\"}} in {path}, line {number}, but found {found}: mend or remove the line.",
            path, number, cause);
    }
}
