using Eidetic.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Primitives = System.Numerics.Tensors.TensorPrimitives;

namespace Eidetic.Modeling;

/// <summary>
/// How likely a picture's captions hold a query's words: reverse likelihood, p(query | image) (TIGeR's reverse rerank), with every word of
/// the list a Bernoulli variable of its own. Its logarithm is linear in a function of the picture and in a function of the words,
/// log p(query | image) = Σ_{w in query} logit_w(image) + Σ_w log(1 − p_w(image)), so once learned it is a scalar product of two short vectors,
/// and beside the shared space's it says what exact words add to the sentence's meaning.
/// </summary>
internal sealed class WordSpace : Module
{
    [ComponentName(Name = "hidden")] private readonly Linear _hidden;
    [ComponentName(Name = "words")] private readonly Linear _words;
    [ComponentName(Name = "input_dropout")] private readonly Dropout _inputDropout;
    [ComponentName(Name = "hidden_dropout")] private readonly Dropout _hiddenDropout;
    [ComponentName(Name = "image_projection")] private readonly Tensor _imageProjection;   // float32 [dim, hidden + 1]
    [ComponentName(Name = "image_offset")] private readonly Tensor _imageOffset;           // float32 [dim]
    [ComponentName(Name = "word_vectors")] private readonly Tensor _wordVectors;           // float32 [words, dim]
    [ComponentName(Name = "text_offset")] private readonly Tensor _textOffset;             // float32 [dim]
    [ComponentName(Name = "strength")] private readonly Tensor _strength;                  // float32 [1]
    [ComponentName(Name = "query_length")] private readonly Tensor _queryLength;           // float32 [1]
    private readonly Lazy<(float[] Words, float[] Offset)> _texts;

    public WordSpace(WordSpaceOptions options, Device device) : base(nameof(WordSpace))
    {
        Options = options;
        List = new WordList(options.Words);
        _hidden = Linear(options.ImageDim, options.Hidden, device: device);
        _words = Linear(options.Hidden, List.Count, device: device);
        init.zeros_(_words.weight!);
        _inputDropout = Dropout(options.ImageDropout);
        _hiddenDropout = Dropout(options.HiddenDropout);
        _imageProjection = zeros(options.Dim, options.Hidden + 1, device: device).DetachFromDisposeScope();
        _imageOffset = zeros(options.Dim, device: device).DetachFromDisposeScope();
        _wordVectors = zeros(List.Count, options.Dim, device: device).DetachFromDisposeScope();
        _textOffset = zeros(options.Dim, device: device).DetachFromDisposeScope();
        _strength = ones(1, device: device).DetachFromDisposeScope();
        _queryLength = ones(1, device: device).DetachFromDisposeScope();
        RegisterComponents();
        _texts = new Lazy<(float[], float[])>(() => (Numbers(_wordVectors), Numbers(_textOffset)));
    }

    public WordSpaceOptions Options { get; }

    /// <summary>The words it knows.</summary>
    public WordList List { get; }

    /// <summary>What a vector of an image is multiplied with where it stands in for a query.</summary>
    public double QueryLength => _queryLength.Value();

    /// <summary>Logits of every word for pictures.</summary>
    /// <param name="standardized">float32 [images, ImageDim], each number with mean 0 and deviation 1 over the collection.</param>
    /// <returns>float32 [images, words].</returns>
    public Tensor Logits(Tensor standardized)
    {
        using var scope = NewDisposeScope();
        return _words.call(_hiddenDropout.call(Hidden(_inputDropout.call(standardized)))).MoveToOuterDisposeScope();
    }

    /// <summary>Starts every word as likely as it is over all images.</summary>
    /// <param name="shares">float32 [words]: share of captions that hold each word, above 0 and below 1.</param>
    public void StartWords(float[] shares)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _words.bias!.copy_(TorchCopies.Copy([.. shares.Select(share => MathF.Log(share / (1 - share)))], _words.bias.device, shares.Length));
    }

    /// <summary>
    /// Turns what was learned into vectors: a basis in which the queries that were seen point evenly everywhere, so that distances between
    /// images say how differently queries see them, cut to the directions in which images differ most.
    /// </summary>
    /// <param name="standardized">float32 [images, ImageDim].</param>
    /// <param name="queries">For each of some captions the words that it holds.</param>
    public void FitVectors(Tensor standardized, IReadOnlyList<int[]> queries)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        eval();
        var seen = See(standardized).to(ScalarType.Float64);                                       // [images, hidden + 1]
        var bags = Bags(queries).to(ScalarType.Float64);                                           // [texts, hidden + 1]
        var moment = functional.linear(bags.t(), bags.t()).Over(queries.Count);                    // [hidden + 1, hidden + 1]
        var width = moment.shape[0];
        moment = moment.Plus(eye(width, dtype: ScalarType.Float64, device: moment.device) * moment.diagonal().mean().Times(1e-4).Plus(1e-9));
        var (values, basis) = linalg.eigh(moment);
        var root = values.NoLessThan(1e-9).sqrt();                                                 // [hidden + 1]
        var images = functional.linear(seen, (basis * root).t());                                  // [images, hidden + 1], basis of the queries
        var mean = images.mean([0]);
        var centred = images - mean;
        var (_, directions) = linalg.eigh(functional.linear(centred.t(), centred.t()).Over(seen.shape[0]));
        var kept = directions.narrow(1, width - Options.Dim, Options.Dim);                         // [hidden + 1, dim], the largest last
        var toImage = functional.linear(kept.t(), basis * root);                                   // [dim, hidden + 1]
        var toText = functional.linear(kept.t(), basis / root);                                    // [dim, hidden + 1]
        // Texts get a mean square length of 1, images the inverse.
        var length = Math.Sqrt(functional.linear(bags, toText).ToThe(2).sum(1).mean().Value());
        _imageProjection.copy_(toImage.Times(length));
        _imageOffset.copy_(functional.linear(mean.unsqueeze(0), kept.t()).squeeze(0).Times(-length));
        _wordVectors.copy_(functional.linear(_words.weight!.to(ScalarType.Float64), toText.narrow(1, 0, Options.Hidden)).Over(length));
        _textOffset.copy_(toText.select(1, Options.Hidden).Over(length));
    }

    /// <summary>Sets how much the words weigh beside the shared space's cosine.</summary>
    /// <param name="strength">Factor of the log-likelihood where the cosine counts 1.</param>
    /// <param name="standardized">float32 [images, ImageDim]: pictures whose vectors, at that strength, should be as long as a query's.</param>
    public void SetStrength(double strength, Tensor standardized)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _strength.FillInPlace(strength);
        var length = Project(standardized).ToThe(2).sum(1).mean().sqrt().Value();
        _queryLength.FillInPlace(1 / Math.Max(length, 1e-9));
    }

    /// <summary>Vectors of pictures.</summary>
    /// <param name="standardized">float32 [images, ImageDim].</param>
    /// <returns>float32 [images, dim].</returns>
    public Tensor Project(Tensor standardized)
    {
        using var scope = NewDisposeScope();
        return (functional.linear(See(standardized), _imageProjection, _imageOffset) * _strength).MoveToOuterDisposeScope();
    }

    /// <summary>Vectors of texts; words that the list does not know count for nothing.</summary>
    /// <returns>float32 [texts, dim].</returns>
    public FeatureMatrix Texts(IReadOnlyList<string> texts) => Queries([.. texts.Select(List.In)]);

    /// <summary>Vectors of queries of words.</summary>
    /// <param name="queries">For each the numbers of its words.</param>
    /// <returns>float32 [queries, dim].</returns>
    public FeatureMatrix Queries(IReadOnlyList<IReadOnlyList<int>> queries)
    {
        var (words, offset) = _texts.Value;
        var vectors = new FeatureMatrix(queries.Count, Options.Dim);
        for (var query = 0; query < queries.Count; query++)
        {
            var row = vectors[query];
            offset.CopyTo(row);
            foreach (var word in queries[query])
            {
                Primitives.Add(row, words.AsSpan(word * Options.Dim, Options.Dim), row);
            }
        }

        return vectors;
    }

    // [rows, hidden + 1]: the hidden layer, and the likelihood that no word is there at all.
    private Tensor See(Tensor standardized)
    {
        using var scope = NewDisposeScope();
        var hidden = Hidden(standardized);
        var silence = functional.logsigmoid(-_words.call(hidden)).sum(1, keepdim: true);           // [rows, 1]
        return cat([hidden, silence], dim: 1).MoveToOuterDisposeScope();
    }

    private Tensor Hidden(Tensor standardized) => functional.gelu(_hidden.call(standardized));

    // [texts, hidden + 1]: the sum of the words' weights, and a constant for the silence.
    private Tensor Bags(IReadOnlyList<int[]> queries)
    {
        var (weights, hidden) = (Numbers(_words.weight!), Options.Hidden);
        var bags = new FeatureMatrix(queries.Count, hidden + 1);
        for (var query = 0; query < queries.Count; query++)
        {
            var row = bags[query];
            foreach (var word in queries[query])
            {
                Primitives.Add(row[..hidden], weights.AsSpan(word * hidden, hidden), row[..hidden]);
            }

            row[hidden] = 1;
        }

        return bags.ToTensor(_words.weight!.device);
    }

    private static float[] Numbers(Tensor tensor)
    {
        using var flat = tensor.detach().cpu().contiguous();
        return flat.data<float>().ToArray();
    }
}
