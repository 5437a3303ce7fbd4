using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Retrieval.Tests;

/// <summary>
/// A scorer without weights: the log-probabilities after a path are a fixed function of the query and the path. It keeps the path of
/// every row and holds the search to the contract of <see cref="INextTokenScorer"/>.
/// </summary>
internal sealed class TableScorer : INextTokenScorer
{
    private readonly int[] _queries;
    private readonly Func<int, int[], float[]> _table;
    private List<(int Query, int[] Path)> _rows = [];

    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="queries">A number for each query.</param>
    /// <param name="table">Gives float32 [vocab] for a query and the tokens so far.</param>
    public TableScorer(int vocabulary, int[] queries, Func<int, int[], float[]> table) =>
        (VocabularySize, _queries, _table) = (vocabulary, queries, table);

    public int VocabularySize { get; }

    public int Queries => _queries.Length;

    /// <summary>Rows of each call, <see cref="Start"/> first.</summary>
    public List<int> Calls { get; } = [];

    /// <summary>Called before each <see cref="Continue"/>.</summary>
    public Action OnContinue { get; init; } = () => { };

    /// <summary>The distinct paths that were extended, by query.</summary>
    public List<(int Query, string Path)> Extended { get; } = [];

    public static TableScorer Random(int vocabulary, params int[] queries) => new(vocabulary, queries, (query, path) => RandomRow(vocabulary, query, path));

    /// <summary>A normalized row with few distinct values, so that ties are common.</summary>
    public static float[] RandomRow(int vocabulary, int query, int[] path)
    {
        var seed = path.Aggregate(query, (hash, token) => unchecked((hash * 31) + token + 1));
        var random = new Random(seed);
        var weights = Enumerable.Range(0, vocabulary).Select(_ => Math.Exp(random.Next(-2, 3))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)Math.Log(weight / sum))];
    }

    /// <summary>A normalized row where about half of the tokens have no probability at all.</summary>
    public static float[] SparseRow(int vocabulary, int query, int[] path)
    {
        var random = new Random(path.Aggregate(query, (hash, token) => unchecked((hash * 31) + token + 1)));
        var weights = Enumerable.Range(0, vocabulary).Select(_ => Math.Max(0, random.Next(-3, 4))).ToArray();
        weights[random.Next(vocabulary)]++;
        return [.. weights.Select(weight => (float)Math.Log((double)weight / weights.Sum()))];
    }

    public void Start(Span<float> logProbabilities)
    {
        Calls.Should().BeEmpty("a scorer is started once");
        _rows = [.. _queries.Select(query => (query, Array.Empty<int>()))];
        Answer(logProbabilities);
    }

    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        OnContinue();
        Calls.Should().NotBeEmpty("a scorer is started first");
        parents.Length.Should().Be(tokens.Length).And.BePositive();
        var rows = new List<(int Query, int[] Path)>();
        for (var i = 0; i < parents.Length; i++)
        {
            parents[i].Should().BeInRange(0, _rows.Count - 1);
            tokens[i].Should().BeInRange(0, VocabularySize - 1);
            rows.Add((_rows[parents[i]].Query, [.. _rows[parents[i]].Path, tokens[i]]));
        }

        _rows = rows;
        Extended.AddRange(rows.Select(row => (row.Query, Text(row.Path))));
        Answer(logProbabilities);
    }

    public void Dispose()
    {
    }

    public static string Text(IEnumerable<int> path) => string.Join(' ', path.Select(token => token.ToString(CultureInfo.InvariantCulture)));

    private void Answer(Span<float> logProbabilities)
    {
        logProbabilities.Length.Should().Be(_rows.Count * VocabularySize);
        for (var row = 0; row < _rows.Count; row++)
        {
            _table(_rows[row].Query, _rows[row].Path).CopyTo(logProbabilities[(row * VocabularySize)..]);
        }

        Calls.Add(_rows.Count);
    }
}
