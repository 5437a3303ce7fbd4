namespace Eidetic.Abstractions.Tests.Boundary;

/// <summary>A third party's memory: greedy decoding of what the scheme named with whatever scorer the words give.</summary>
internal sealed class WordMemory(IReadOnlyList<string> keys, IdentifierAssignment book) : IImageMemory
{
    public int Count => keys.Count;

    public Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var vocabulary = book.Vocabulary.Count;
        using var scorer = new EchoScorer(queries.Count, vocabulary);
        var first = new float[queries.Count * vocabulary];
        scorer.Start(first);
        var tokens = Enumerable.Range(0, queries.Count).Select(query => Best(first, query, vocabulary)).ToArray();
        var second = new float[queries.Count * vocabulary];
        scorer.Continue([.. Enumerable.Range(0, queries.Count)], tokens, second);
        IReadOnlyList<RecallResult> results =
            [.. queries.Select((query, row) => new RecallResult(query, [Named([tokens[row], Best(second, row, vocabulary)])]))];
        return Task.FromResult(results);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Hit Named(int[] tokens)
    {
        var image = book.Identifiers.Single(identifier => identifier.Tokens.SequenceEqual(tokens)).Image;
        return new Hit
        {
            Rank = 1,
            Key = keys[image],
            Probability = 1,
            Score = 0,
            Identifier = [.. tokens.Select(token => book.Vocabulary.Names[token])],
        };
    }

    private static int Best(float[] scores, int row, int vocabulary)
    {
        var span = scores.AsSpan(row * vocabulary, vocabulary);
        return span.IndexOf(0f);
    }
}
