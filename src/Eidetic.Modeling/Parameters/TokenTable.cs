using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// Vectors of tokens: a published table, and below it rows for new identifier tokens, which are always learned. Serves as embedding, as
/// head, or, where a model ties them, as both.
/// </summary>
internal sealed class TokenTable
{
    private readonly Tensor _base;       // [vocab, dim]
    private readonly Tensor? _added;     // float32 [newTokens, dim]

    /// <param name="scope">Holds <c>weight</c>.</param>
    /// <param name="vocabulary">Tokens of the published table.</param>
    /// <param name="dim">Length of a vector.</param>
    public TokenTable(ParameterScope scope, long vocabulary, long dim)
    {
        using var disposing = NewDisposeScope();
        _base = scope.Take("weight", ParameterStart.Noise, vocabulary, dim);
        (PublishedCount, Count) = ((int)vocabulary, (int)vocabulary + scope.Plan.NewTokens);
        if (scope.Plan.NewTokens > 0)
        {
            _added = scope.Add("new_tokens", Start(scope.Plan).DetachFromDisposeScope());
        }
    }

    /// <summary>Tokens of the published table.</summary>
    public int PublishedCount { get; }

    /// <summary>All tokens; the new ones come last.</summary>
    public int Count { get; }

    /// <summary>Looks tokens up.</summary>
    /// <param name="tokens">int64 [..], each below <see cref="Count"/>.</param>
    /// <param name="type">Element type wanted.</param>
    /// <returns>[.., dim].</returns>
    public Tensor Embed(Tensor tokens, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var published = Rows(_base, tokens.Within(0, PublishedCount - 1)).to(type);       // [.., dim]
        if (_added is null)
        {
            return published.MoveToOuterDisposeScope();
        }

        var added = Rows(_added, tokens.Minus(PublishedCount).Within(0, Count - PublishedCount - 1)).to(type);
        return where(tokens.IsAtLeast(PublishedCount).unsqueeze(-1), added, published).MoveToOuterDisposeScope();
    }

    /// <summary>Compares states with every token's vector.</summary>
    /// <param name="states">[.., dim].</param>
    /// <returns>[.., <see cref="Count"/>] logits.</returns>
    public Tensor Score(Tensor states)
    {
        using var scope = NewDisposeScope();
        var published = ConvertedLinear.Of(states, _base);      // [.., vocab]
        return (_added is null ? published : cat([published, ScoreNew(states)], dim: -1)).MoveToOuterDisposeScope();
    }

    /// <summary>Compares states with the vectors of the new tokens only.</summary>
    /// <param name="states">[.., dim].</param>
    /// <returns>[.., new tokens] logits.</returns>
    /// <exception cref="InvalidOperationException">There are no new tokens.</exception>
    public Tensor ScoreNew(Tensor states)
    {
        var added = _added ?? throw new InvalidOperationException("Expected new tokens to score, the model was built without.");
        using var scope = NewDisposeScope();
        return functional.linear(states, added.to(states.dtype)).MoveToOuterDisposeScope();
    }

    private static Tensor Rows(Tensor table, Tensor tokens) =>
        table.index_select(0, tokens.reshape(-1)).reshape([.. tokens.shape, table.shape[1]]);

    // New rows start as normal noise around the mean of the published ones, as wide as those are: nothing tells them from known tokens.
    private Tensor Start(LearningPlan plan)
    {
        var dim = _base.shape[1];
        if (_base.device_type == TorchSharp.DeviceType.META)
        {
            return empty([plan.NewTokens, dim], device: _base.device);
        }

        using var noGrad = no_grad();
        using var generator = new Generator((ulong)plan.Seed);
        var published = _base.to(ScalarType.Float32);
        var noise = randn([plan.NewTokens, dim], generator: generator).to(_base.device);
        return (noise * published.std(dimensions: [0], unbiased: false, keepdim: true)).Plus(published.mean([0], keepdim: true));
    }
}
