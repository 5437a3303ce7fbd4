using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>An opened generation that answers. Safe to use from several threads; dispose it when done.</summary>
internal sealed partial class RecallEngine : IDisposable
{
    private readonly SharedModel _model;
    private readonly IDisposable? _hold;
    private readonly MemoryReranker? _reranker;
    private readonly Explainer _explainer;
    private readonly ImagePaths _paths;
    private readonly UnlearnedImages? _unlearned;

    private RecallEngine(
        MemoryGeneration generation, IDisposable? hold, IdentifierBook book, ImageCatalog catalog, SharedModel model, MemoryReranker? reranker,
        AnswerCalibration? calibration, AnswerReader answers)
    {
        (Generation, _hold, Book, Catalog, _model, Masks, _reranker, Calibration, Answers) =
            (generation, hold, book, catalog, model, new FilterMasks(book, catalog), reranker, calibration, answers);
        _explainer = new Explainer(this);
        _paths = new ImagePaths(catalog);
        _unlearned = book.AddedImages > 0 && model.Model.TaughtScale is { } scale
            ? new UnlearnedImages(answers.Vectors, book.Trie, book.Keys.Count - book.AddedImages, scale)
            : null;
    }

    public MemoryGeneration Generation { get; }

    public IdentifierBook Book { get; }

    public ImageCatalog Catalog { get; }

    public IRecallModel Model => _model.Model;

    /// <summary>How it is asked where nothing else is said: as wide as the model wants, and wider where more evidence orders what is found.</summary>
    public RecallDefaults Defaults => _reranker is null ? Model.Defaults : Model.Defaults with { Beams = Math.Max(MemoryReranker.Beams, Model.Defaults.Beams) };

    /// <summary>Whether it learned to order found images by more than their identifiers' probability.</summary>
    public bool Reranks => _reranker is not null;

    /// <summary>The parts of the trie that filters leave.</summary>
    public FilterMasks Masks { get; }

    /// <summary>Opens what a generation holds.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="clipTokens">Cuts texts for published ears; null for their own vocabulary or, where they have none, OpenAI's.</param>
    /// <param name="before">An engine of the same memory, whose model is used on where it is the same; or null.</param>
    public static RecallEngine Open(MemoryGeneration generation, Func<string, int[]>? clipTokens = null, RecallEngine? before = null)
    {
        TorchRuntime.EnsureLoaded();
        IDisposable? hold = null;
        IdentifierBook? book = null;
        ImageCatalog? catalog = null;
        try
        {
            hold = GenerationHold.Take(generation.Folder);
            book = generation.Has(MemoryGeneration.ChangesFile)
                ? IdentifierBook.Open(generation[MemoryGeneration.BookFile], generation[MemoryGeneration.ChangesFile])
                : IdentifierBook.Open(generation[MemoryGeneration.BookFile]);
            catalog = ImageCatalog.Open(generation[MemoryGeneration.CatalogFile]);
            var calibration = LoadCalibration(generation);
            var vectors = new Lazy<ImageVectors>(() => ImageVectors.Load(generation[MemoryGeneration.VectorsFile]));
            var reranker = RerankingFacts.Load(generation) is { } facts ? new MemoryReranker(vectors.Value, facts) : null;
            var model = before?.ShareModel(generation) ?? new SharedModel(generation.Manifest.Model == MemorizeOptions.Compact
                ? new CompactRecall(generation, clipTokens)
                : new LanguageRecall(generation, clipTokens));
            return new RecallEngine(generation, hold, book, catalog, model, reranker, calibration, new AnswerReader(model.Model, vectors));
        }
        catch
        {
            book?.Dispose();
            catalog?.Dispose();
            hold?.Dispose();
            throw;
        }
    }

    /// <summary>Answers queries, those with the same sides in one batch.</summary>
    public IReadOnlyList<RecallResult> Recall(IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken)
    {
        QueryChecks.Check(queries, options);
        var allowed = Masks.For(options.Candidates, options.Filter);
        var beams = Defaults.Width(options.Beams, options.Top);
        RequireJudgement(queries, options, beams);
        // A calibration looks at more hits than may be asked for.
        var search = new BeamSearchOptions { Beams = beams, Top = Calibration is null ? options.Top : beams, Trace = options.Explain };
        var results = new RecallResult[queries.Count];
        foreach (var group in Enumerable.Range(0, queries.Count).GroupBy(q => (HasText: queries[q].HasText(), HasImage: queries[q].Image is not null)))
        {
            var members = group.ToArray();
            RecallQuery[] asked = [.. members.Select(q => queries[q])];
            var read = Model.Ask(asked);
            var recalled = Decode(read, search, options.Rerank, allowed?.Mask, options.Shaping, cancellationToken);
            var answers = new RecallResult[members.Length];
            for (var i = 0; i < members.Length; i++)
            {
                var query = asked[i];
                double? unknown = query.HasText() ? Model.UnknownShare(query.Text!) : null;
                // A picture beside the words is understood whatever the words are.
                var guessed = query.Image is null ? unknown ?? 0 : 0;
                Hit[] hits = [.. recalled[i].Take(options.Top).Select((image, place) => ToHit(image, place + 1, guessed, options.Explain))];
                answers[i] = new RecallResult(
                    query, options.Explain ? _explainer.Explain(query, [.. recalled[i].Take(options.Top)], hits, allowed?.Mask, cancellationToken) : hits)
                {
                    UnknownShare = unknown,
                    Filter = allowed?.Outcome,
                };
            }

            foreach (var (i, answer) in (CanJudge(asked, beams) ? Judge(answers, read.Vectors, recalled, allowed?.Mask, options.MinProbability) : answers).Index())
            {
                results[members[i]] = answer;
            }
        }

        return results;
    }

    /// <summary>Beam search, and the order in which its images are answered.</summary>
    /// <param name="queries">Queries that all have the same sides.</param>
    /// <param name="options">Width and number of hits.</param>
    /// <param name="rerank">What to order by beside the identifiers' probability; null for all that the memory has.</param>
    /// <param name="mask">Which images may be named, or null for all.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <param name="shaping">What the search adds to the model's own probabilities; null for nothing.</param>
    /// <exception cref="OptionException">The memory does not have what it should order by.</exception>
    public IReadOnlyList<IReadOnlyList<RecalledImage>> Decode(
        IReadOnlyList<RecallQuery> queries, BeamSearchOptions options, RerankEvidence? rerank, TrieMask? mask, CancellationToken cancellationToken,
        ScoreShaping? shaping = null) => Decode(Model.Ask(queries), options, rerank, mask, shaping, cancellationToken);

    private IReadOnlyList<IReadOnlyList<RecalledImage>> Decode(
        AskedQueries asked, BeamSearchOptions options, RerankEvidence? rerank, TrieMask? mask, ScoreShaping? shaping, CancellationToken cancellationToken)
    {
        var evidence = Resolve(rerank);
        using var scorer = Shaped.Create(asked, shaping);
        options = options with { WildcardEntropy = shaping?.WildcardEntropy };
        if (evidence == RerankEvidence.None || asked.Vectors is not { } vectors)
        {
            return Search(scorer, asked, options, mask, cancellationToken);
        }

        var found = Search(scorer, asked, options with { Top = options.Beams }, mask, cancellationToken);
        return [.. found.Select((images, query) => _reranker!.Rank(images, vectors[query], evidence, options.Top))];
    }

    private IReadOnlyList<IReadOnlyList<RecalledImage>> Search(
        INextTokenScorer scorer, AskedQueries asked, BeamSearchOptions options, TrieMask? mask, CancellationToken cancellationToken)
    {
        var found = BeamSearch.Search(scorer, Book.Trie, options with { Top = _unlearned is null ? options.Top : options.Beams }, mask, cancellationToken);
        if (_unlearned is null || asked.Places?.Invoke() is not { } queries)
        {
            return found;
        }

        // How likely added images are is read off learned ones, wherever they are.
        var everywhere = mask is null ? found : SearchAll(asked, options with { Top = options.Beams, Trace = false }, mask: null, cancellationToken);
        IReadOnlyList<RecalledImage>[] joined =
            [.. found.Select((images, query) => (IReadOnlyList<RecalledImage>)[.. _unlearned.Join(images, everywhere[query], queries[query], mask, options.Beams).Take(options.Top)])];
        return options.Trace ? Traced(joined, asked, cancellationToken) : joined;
    }

    private IReadOnlyList<IReadOnlyList<RecalledImage>> SearchAll(AskedQueries asked, BeamSearchOptions options, TrieMask? mask, CancellationToken cancellationToken)
    {
        using var scorer = asked.CreateScorer();
        return BeamSearch.Search(scorer, Book.Trie, options, mask, cancellationToken);
    }

    // The paths of images that no search came by.
    private IReadOnlyList<RecalledImage>[] Traced(IReadOnlyList<RecalledImage>[] joined, AskedQueries asked, CancellationToken cancellationToken)
    {
        int[] added = [.. joined.SelectMany(images => images).Select(image => image.Image).Where(_unlearned!.Holds).Distinct()];
        if (added.Length == 0)
        {
            return joined;
        }

        var search = new BeamSearchOptions { Beams = added.Length, Top = added.Length, Trace = true };
        var traced = SearchAll(asked, search, Book.Trie.Restrict(added), cancellationToken);
        return
        [
            .. joined.Select((images, query) =>
            {
                var traces = traced[query].ToDictionary(image => image.Image);
                return (IReadOnlyList<RecalledImage>)[.. images.Select(image => traces.TryGetValue(image.Image, out var known) ? image with { Leaf = known.Leaf, Trace = known.Trace } : image)];
            }),
        ];
    }

    private RerankEvidence Resolve(RerankEvidence? asked)
    {
        if (_reranker is null)
        {
            return asked is null or RerankEvidence.None
                ? RerankEvidence.None
                : throw new OptionException("Expected a memory that learned how to rerank, this one did not (too few captions could be kept out of learning): leave the option out.");
        }

        var evidence = asked ?? _reranker.All;
        _reranker.Check(evidence);
        return evidence;
    }

    /// <summary>Keys of the images that may be named where the memory is measured and nobody says which, or null for all.</summary>
    public IReadOnlySet<string>? UsualCandidates()
    {
        if (Model.Defaults.Candidates is not { } split)
        {
            return null;
        }

        var keys = Catalog.ReadAll().Where(image => string.Equals(image.Split, split, StringComparison.OrdinalIgnoreCase))
            .Select(image => image.Key).ToHashSet(StringComparer.Ordinal);
        return keys.Count > 0 ? keys : null;
    }

    public void Dispose()
    {
        _model.Dispose();
        Catalog.Dispose();
        Book.Dispose();
        _hold?.Dispose();
    }

    private SharedModel? ShareModel(MemoryGeneration next) => SharedModel.IsSame(Generation, next) ? _model.Share() : null;

    // What the ears do not know could mean any image: that share of the probability is spread evenly over all of them.
    private Hit ToHit(RecalledImage recalled, int rank, double guessed, bool explain)
    {
        var probability = (1 - guessed) * Math.Exp(recalled.LogProbability) + guessed / Book.Keys.Count;
        return new Hit
        {
            Rank = rank,
            Key = Book.Keys[recalled.Image],
            Path = _paths[recalled.Image],
            Probability = probability,
            Score = guessed > 0 ? Math.Log(probability) : recalled.LogProbability,
            Identifier = Book.TokenNames(recalled.Leaf),
            Trace = explain ? recalled.NameTrace(Book.Vocabulary) : [],
        };
    }
}
