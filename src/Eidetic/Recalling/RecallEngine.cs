using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>An opened generation that answers. Safe to use from several threads; dispose it when done.</summary>
internal sealed class RecallEngine : IDisposable
{
    private readonly CompactBackbone _backbone;
    private readonly QueryEncoder _encoder;

    private RecallEngine(MemoryGeneration generation, IdentifierBook book, ImageCatalog catalog, CompactBackbone backbone)
    {
        (Generation, Book, Catalog, _backbone) = (generation, book, catalog, backbone);
        _encoder = new QueryEncoder(backbone, generation);
    }

    public MemoryGeneration Generation { get; }

    public IdentifierBook Book { get; }

    public ImageCatalog Catalog { get; }

    public QueryEncoder Encoder => _encoder;

    /// <summary>Opens what a generation holds.</summary>
    public static RecallEngine Open(MemoryGeneration generation)
    {
        TorchRuntime.EnsureLoaded();
        var book = IdentifierBook.Open(generation[MemoryGeneration.BookFile]);
        ImageCatalog? catalog = null;
        try
        {
            catalog = ImageCatalog.Open(generation[MemoryGeneration.CatalogFile]);
            var backbone = CompactBackbone.Load(generation[MemoryGeneration.ModelFile], TorchSharp.torch.CPU);
            return new RecallEngine(generation, book, catalog, backbone);
        }
        catch
        {
            book.Dispose();
            catalog?.Dispose();
            throw;
        }
    }

    /// <summary>Answers queries, those with the same sides in one batch.</summary>
    public IReadOnlyList<RecallResult> Recall(IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken)
    {
        QueryChecks.Check(queries, options);
        var mask = options.Candidates is { } keys ? Restrict(keys) : null;
        var results = new RecallResult[queries.Count];
        foreach (var group in Enumerable.Range(0, queries.Count).GroupBy(q => (HasText: HasText(queries[q]), HasImage: queries[q].Image is not null)))
        {
            var members = group.ToArray();
            var texts = group.Key.HasText ? _encoder.Texts([.. members.Select(q => queries[q].Text!)]) : null;
            var images = group.Key.HasImage ? _encoder.Images([.. members.Select(q => queries[q].Image!)]) : null;
            var recalled = Decode(texts, images, new BeamSearchOptions { Beams = options.Beams, Top = options.Top, Trace = options.Explain }, mask, cancellationToken);
            for (var i = 0; i < members.Length; i++)
            {
                var query = queries[members[i]];
                double? unknown = HasText(query) ? _encoder.Ears.UnknownShare(query.Text!) : null;
                // A picture beside the words is understood whatever the words are.
                var guessed = query.Image is null ? unknown ?? 0 : 0;
                results[members[i]] = new RecallResult(
                    query, [.. recalled[i].Select((image, place) => ToHit(image, place + 1, guessed, options.Explain))])
                {
                    UnknownShare = unknown,
                };
            }
        }

        return results;
    }

    /// <summary>Beam search for queries that were encoded before.</summary>
    /// <param name="texts">float32 [queries, sharedDim], or null.</param>
    /// <param name="images">float32 [queries, eyesDim], or null.</param>
    /// <param name="options">Width and number of hits.</param>
    /// <param name="mask">Which images may be named, or null for all.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public IReadOnlyList<IReadOnlyList<RecalledImage>> Decode(
        FeatureMatrix? texts, FeatureMatrix? images, BeamSearchOptions options, TrieMask? mask, CancellationToken cancellationToken)
    {
        using var scorer = _backbone.CreateScorer(texts, images);
        return BeamSearch.Search(scorer, Book.Trie, options, mask, cancellationToken);
    }

    /// <summary>A trie in which only the listed images can be named.</summary>
    /// <exception cref="ArgumentException">A key is not in the memory, or the list is empty.</exception>
    public TrieMask Restrict(IReadOnlyCollection<string> keys)
    {
        var images = new List<int>(keys.Count);
        foreach (var key in keys)
        {
            images.Add(Book.TryGetImage(key, out var image)
                ? image
                : throw new ArgumentException($"Expected candidates that the memory holds, found '{key}', which it does not.", nameof(keys)));
        }

        return images.Count > 0 ? Book.Trie.Restrict(images) : throw new ArgumentException("Expected at least one candidate, got none.", nameof(keys));
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _backbone.Dispose();
        Catalog.Dispose();
        Book.Dispose();
    }

    private static bool HasText(RecallQuery query) => !string.IsNullOrWhiteSpace(query.Text);

    // What the ears do not know could mean any image: that share of the probability is spread evenly over all of them.
    private Hit ToHit(RecalledImage recalled, int rank, double guessed, bool explain)
    {
        var probability = (1 - guessed) * Math.Exp(recalled.LogProbability) + guessed / Book.Keys.Count;
        return new Hit
        {
            Rank = rank,
            Key = Book.Keys[recalled.Image],
            Path = Catalog[recalled.Image].Path,
            Probability = probability,
            Score = guessed > 0 ? Math.Log(probability) : recalled.LogProbability,
            Identifier = Book.TokenNames(recalled.Leaf),
            Trace = explain ? recalled.NameTrace(Book.Vocabulary) : [],
        };
    }
}
