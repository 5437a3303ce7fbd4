using Eidetic.Abstractions;
using Eidetic.Cli.Demo;

namespace Eidetic.Cli.Api;

/// <summary>Turns a hit into what a page shows of it.</summary>
internal static class ExplainedHit
{
    /// <summary>A hit with its words and its path.</summary>
    /// <param name="hit">The hit.</param>
    /// <param name="query">The query in words, or null.</param>
    /// <param name="picture">The hit's picture; empty where there is none.</param>
    /// <param name="example">Gives the picture of an example by its key, or null to leave out what lies below the tokens.</param>
    public static DemoHit From(Hit hit, string? query, byte[] picture, Func<string, byte[]>? example) => new()
    {
        Rank = hit.Rank,
        Key = hit.Key,
        Name = NameOf(hit.Key),
        Picture = picture,
        Probability = hit.Probability,
        Steps = [.. hit.Trace.Select(step => Step(step, example))],
        Words = hit.Words.Count == 0 || query is null ? [] : [.. Pieces(query, hit.Words)],
    };

    private static string NameOf(string key) => Path.GetFileNameWithoutExtension(key).Replace('-', ' ');

    private static DemoStep Step(TraceStep step, Func<string, byte[]>? example) => new(
        step.Token,
        Math.Exp(step.LogProbability),
        step.RunnerUp,
        step.RunnerUpLogProbability is { } logProbability ? Math.Exp(logProbability) : null)
    {
        Branch = Branch(step.Branch, example),
        RunnerUpBranch = Branch(step.RunnerUpBranch, example),
    };

    private static DemoBranch? Branch(TraceBranch? branch, Func<string, byte[]>? example) => branch is null || example is null
        ? null
        : new DemoBranch(branch.Images, branch.Words, [.. branch.Examples.Select(key => new DemoExample(NameOf(key), example(key)))]);

    // The query cut at its words; what stands between them belongs to none.
    private static IEnumerable<DemoWord> Pieces(string query, IReadOnlyList<WordInfluence> words)
    {
        var at = 0;
        foreach (var word in words.OrderBy(word => word.Start))
        {
            if (word.Start > at)
            {
                yield return new DemoWord(query[at..word.Start]);
            }

            yield return new DemoWord(word.Word, word.Influence);
            at = word.Start + word.Word.Length;
        }

        if (at < query.Length)
        {
            yield return new DemoWord(query[at..]);
        }
    }
}
