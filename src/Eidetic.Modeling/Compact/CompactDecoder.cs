using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// A small decoder-only transformer that generates identifier tokens from prefix tokens.
/// Each side of the query becomes a few prefix tokens; identifier tokens are embedded by their vectors in the shared space, which start
/// at the scheme's codebooks (AVG, GENIUS) and also form the output layer: a step's hidden state, brought to the shared space and added to
/// the query's own vector, is compared with every token's vector. So before any learning a residual identifier's step already scores by
/// similarity, and learning adds what the path so far says. A part of the state is compared with vectors that tokens have beside these: what
/// lies side by side in the shared space can be told apart by them.
/// </summary>
internal sealed class CompactDecoder : Module
{
    /// <summary>Name of the tokens' vectors in the state dictionary.</summary>
    public const string TokenVectorsName = "token_vectors";

    private const double StartScale = 20;                // 1 / the temperature the shared space starts with
    private const float SpreadWeight = 2.5f;             // s^2 / 2d of StartScale s and about 80 directions d that the space makes use of
    private const double BlankVectorNorm = 1;            // tokens without a place in the shared space start anywhere on its unit sphere
    private const double BlankBesideCodebook = 0.4;      // ... and nearer where a codebook places most of the others

    [ComponentName(Name = "text_prefix")] private readonly Linear _textPrefix;
    [ComponentName(Name = "image_prefix")] private readonly Linear _imagePrefix;
    [ComponentName(Name = "seen_prefix")] private readonly Linear _seenPrefix;
    [ComponentName(Name = "prefix_norm")] private readonly LayerNorm _prefixNorm;
    [ComponentName(Name = "token_embedding")] private readonly Linear _tokenEmbedding;
    [ComponentName(Name = "positions")] private readonly Parameter _positions;
    [ComponentName(Name = "blocks")] private readonly ModuleList<DecoderBlock> _blocks;
    [ComponentName(Name = "output_norm")] private readonly LayerNorm _outputNorm;
    [ComponentName(Name = "output")] private readonly Linear _output;
    [ComponentName(Name = TokenVectorsName)] private readonly Parameter _tokenVectors;
    [ComponentName(Name = "direct")] private readonly Linear? _direct;
    [ComponentName(Name = "token_direct")] private readonly Parameter? _tokenDirect;
    [ComponentName(Name = "token_bias")] private readonly Parameter _tokenBias;
    [ComponentName(Name = "log_scale")] private readonly Parameter _logScale;
    [ComponentName(Name = "dropout")] private readonly Dropout _dropout;
    private readonly CompactOptions _options;

    public CompactDecoder(CompactOptions options, Device device) : base(nameof(CompactDecoder))
    {
        _options = options;
        _textPrefix = Linear(options.QueryDim, options.PrefixTokens * options.Dim, device: device);
        _imagePrefix = Linear(options.QueryDim, options.PrefixTokens * options.Dim, device: device);
        _seenPrefix = Linear(options.ImageDim, options.PrefixTokens * options.Dim, device: device);
        _prefixNorm = LayerNorm(options.Dim, device: device);
        _tokenEmbedding = Linear(options.QueryDim, options.Dim, device: device);
        _positions = Noise(0.02, device, options.MaxIdentifierLength, options.Dim);
        _blocks = new ModuleList<DecoderBlock>(Enumerable.Range(0, options.Layers).Select(_ => new DecoderBlock(options, device)).ToArray());
        _outputNorm = LayerNorm(options.Dim, device: device);
        _output = Linear(options.Dim, options.QueryDim, device: device);
        init.zeros_(_output.weight!);
        init.zeros_(_output.bias!);
        _tokenVectors = Noise(BlankVectorNorm / Math.Sqrt(options.QueryDim), device, options.Vocabulary, options.QueryDim);
        _tokenVectors.requires_grad = !options.FreezeTokenVectors;
        if (options.DirectDim > 0)
        {
            _direct = Linear(options.Dim, options.DirectDim, hasBias: false, device: device);
            _tokenDirect = Owned(zeros(options.Vocabulary, options.DirectDim, device: device));
        }

        _tokenBias = Owned(zeros(options.Vocabulary, device: device));
        _logScale = Owned(tensor((float)Math.Log(StartScale), device: device));
        _dropout = Dropout(options.Dropout);
        RegisterComponents();
    }

    public CompactOptions Options => _options;

    /// <summary>float32 [vocab, queryDim]: where every token lies.</summary>
    public Tensor TokenVectors => _tokenVectors;

    /// <summary>
    /// Starts the tokens' vectors where the scheme placed them; rows of zeros keep their random start. Where most tokens have a place, the
    /// others come nearer to the origin: they tell few images apart, and would disturb the steps that the codebook already scores well.
    /// </summary>
    /// <param name="vectors">float32 [vocab, queryDim].</param>
    public void StartTokenVectors(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var isPlaced = vectors.abs().sum(1, keepdim: true).IsAbove(0);                 // bool [vocab, 1]
        var blankShare = isPlaced.to(ScalarType.Float32).mean().Value() > 0.5 ? BlankBesideCodebook : 1;
        _tokenVectors.copy_(where(isPlaced, vectors, _tokenVectors.Times(blankShare)));
    }

    /// <summary>
    /// Starts the tokens' biases. A token that leads to more images is likelier, by the logarithm of their number, and so is one whose
    /// images lie further apart: of many directions one is nearer to the query than their middle is (the second term of the expansion of
    /// the logarithm of their summed likelihoods).
    /// </summary>
    /// <param name="counts">How many identifiers hold each token; zeros start as if held once.</param>
    /// <param name="spreads">For each token the mean squared distance of its images from its vector, or null where nothing is known.</param>
    public void StartTokenBias(IReadOnlyList<int> counts, IReadOnlyList<float>? spreads = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _tokenBias.copy_(tensor(counts.Select((count, token) => MathF.Log(Math.Max(1, count)) + SpreadWeight * (spreads?[token] ?? 0)).ToArray()));
    }

    /// <summary>
    /// Takes over what another decoder of fewer tokens learned. Learning moved the biases of its tokens from where they started; those of other tokens
    /// are moved as far as theirs were on average, where both started by the same rule.
    /// </summary>
    /// <param name="before">The other decoder, like this one but for its vocabulary.</param>
    /// <param name="tokenOf">For each of its tokens the number here.</param>
    public void TakeOver(CompactDecoder before, IReadOnlyList<int> tokenOf)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = tensor(tokenOf.Select(token => (long)token).ToArray(), device: _tokenBias.device);         // int64 [tokens before]
        var moved = (before._tokenBias - _tokenBias.index_select(0, rows)).mean();
        _tokenBias.copy_(_tokenBias.Plus(moved));
        var mine = state_dict();
        foreach (var (name, learned) in before.state_dict())
        {
            var target = mine[name];
            if (target.shape.SequenceEqual(learned.shape))
            {
                target.copy_(learned);
            }
            else
            {
                target.index_copy_(0, rows, learned);                                                          // [vocab, …]
            }
        }
    }

    /// <summary>Runs every step of known identifiers at once (teacher forcing).</summary>
    /// <param name="sides">The queries.</param>
    /// <param name="tokens">int64 [batch, steps - 1]: all identifier tokens but the last; may have no columns.</param>
    /// <returns>float32 [batch, steps, queryDim + directDim]: what step s compares the tokens' vectors with, given the tokens before it.</returns>
    public Tensor StepQueries(QuerySides sides, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var prefix = Prefix(sides);                                                    // [batch, prefix, dim]
        var input = tokens.shape[1] == 0 ? prefix : cat([prefix, Embed(tokens, firstPosition: 0)], dim: 1);
        var states = Run(input, caches: null);                                         // [batch, prefix+steps-1, dim]
        var scoring = states.narrow(1, prefix.shape[1] - 1, tokens.shape[1] + 1);      // [batch, steps, dim]
        return StepQuery(scoring, sides.Joint(_options.SharedDim).unsqueeze(1)).MoveToOuterDisposeScope(); // [batch, steps, queryDim]
    }

    /// <summary>Scores some of the tokens.</summary>
    /// <param name="stepQueries">float32 [batch, queryDim + directDim], from <see cref="StepQueries"/>.</param>
    /// <param name="first">The first token.</param>
    /// <param name="count">How many.</param>
    /// <returns>float32 [batch, count] logits.</returns>
    public Tensor Logits(Tensor stepQueries, int first, int count)
    {
        using var scope = NewDisposeScope();
        var (vectors, bias) = (_tokenVectors.narrow(0, first, count), _tokenBias.narrow(0, first, count));
        if (_tokenDirect is null)
        {
            return functional.linear(stepQueries, vectors, bias).MoveToOuterDisposeScope();
        }

        var placed = functional.linear(stepQueries.narrow(-1, 0, _options.QueryDim), vectors, bias);
        var direct = functional.linear(stepQueries.narrow(-1, _options.QueryDim, _options.DirectDim), _tokenDirect.narrow(0, first, count));
        return placed.Plus(direct).MoveToOuterDisposeScope();                                      // [batch, count]
    }

    /// <summary>Scores the first token and fills the caches.</summary>
    /// <returns>float32 [batch, vocab] logits.</returns>
    public Tensor ScoreFirst(QuerySides sides, Tensor joint, IReadOnlyList<LayerCache> caches)
    {
        using var scope = NewDisposeScope();
        var states = Run(Prefix(sides), caches);                                       // [batch, prefix, dim]
        return Logits(states.select(1, states.shape[1] - 1), joint).MoveToOuterDisposeScope();
    }

    /// <summary>Takes one more token, with the caches of the tokens before.</summary>
    /// <param name="tokens">int64 [batch]: the token each row takes.</param>
    /// <param name="position">0-based place of that token in its identifier.</param>
    /// <param name="joint">float32 [batch, queryDim]: <see cref="QuerySides.Joint"/> of each row's query.</param>
    /// <param name="caches">One for each block.</param>
    /// <returns>float32 [batch, queryDim + directDim]: what the vectors of the tokens that may follow are compared with.</returns>
    public Tensor ReadNext(Tensor tokens, int position, Tensor joint, IReadOnlyList<LayerCache> caches)
    {
        using var scope = NewDisposeScope();
        var states = Run(Embed(tokens.unsqueeze(1), position), caches);                // [batch, 1, dim]
        return StepQuery(states.select(1, 0), joint).MoveToOuterDisposeScope();        // [batch, queryDim + directDim]
    }

    private Tensor Prefix(QuerySides sides)
    {
        var parts = new List<Tensor>(2);
        if (sides.Text is { } text)
        {
            parts.Add(_textPrefix.call(text.RequireRows(_options.QueryDim, nameof(sides))));      // [batch, prefixTokens*dim]
        }

        if (sides.Image is { } image)
        {
            parts.Add(_imagePrefix.call(image.Shared.RequireRows(_options.QueryDim, nameof(sides)))
                .Plus(_seenPrefix.call(image.Seen.RequireRows(_options.ImageDim, nameof(sides))))); // [batch, prefixTokens*dim]
        }

        var joined = cat(parts, dim: 1);                                                           // [batch, prefix*dim]
        return _prefixNorm.call(joined.view(joined.shape[0], -1, _options.Dim));                   // [batch, prefix, dim]
    }

    private Tensor Embed(Tensor tokens, int firstPosition)
    {
        var (batch, count) = (tokens.shape[0], tokens.shape[1]);
        var vectors = _tokenVectors.index_select(0, tokens.reshape(-1)).view(batch, count, _options.QueryDim);
        return _tokenEmbedding.call(vectors).Plus(_positions.narrow(0, firstPosition, count));     // [batch, count, dim]
    }

    private Tensor Run(Tensor input, IReadOnlyList<LayerCache>? caches)
    {
        var states = _dropout.call(input);                                                         // [batch, tokens, dim]
        for (var i = 0; i < _blocks.Count; i++)
        {
            states = _blocks[i].call(states, caches?[i]);
        }

        return _outputNorm.call(states);
    }

    private Tensor Logits(Tensor states, Tensor joint) => Logits(StepQuery(states, joint), first: 0, _options.Vocabulary);

    private Tensor StepQuery(Tensor states, Tensor joint)
    {
        var placed = _output.call(states).Plus(joint) * _logScale.exp();
        return _direct is null ? placed : cat([placed, _direct.call(states)], dim: -1);
    }

    private static Parameter Noise(double deviation, Device device, params long[] shape) =>
        Owned(randn(shape, device: device).TimesInPlace(deviation));

    private static Parameter Owned(Tensor values) => (Parameter)Parameter(values).DetachFromDisposeScope();
}
