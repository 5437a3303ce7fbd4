using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// Universal Sentence Encoder Lite (Cer et al. 2018, arXiv 1803.11175, the transformer variant): two pre-norm layers of four heads, the
/// mean over tokens, a tanh projection, unit length. Deviations from the usual transformer, all of them the published graph's: the
/// embedding is added twice, sines and cosines lie side by side, and there is no final norm. Immutable; tensors belong to the caller's scope.
/// </summary>
internal sealed class UseLiteNetwork : IDisposable
{
    /// <summary>Number of layers.</summary>
    public const int Layers = 2;

    /// <summary>Length of a vector.</summary>
    public const int Dim = 512;

    /// <summary>Tokens of a text that are read; the rest is dropped.</summary>
    public const int MaxTokens = 128;

    private const int InputDim = 256;
    private const int InnerDim = 1536;
    private const int Heads = 4;
    private const double NormEpsilon = 1e-6;

    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly Tensor _timing;

    /// <summary>Reads the weights; matrices may be float16, all is computed in float32.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <exception cref="Abstractions.CheckpointFormatException">The file holds other tensors than these.</exception>
    public UseLiteNetwork(SafetensorsFile file)
    {
        CheckpointLayout.Require(file, Expected());
        using var scope = NewDisposeScope();
        foreach (var name in file.Names)
            _weights[name] = file.LoadTensor(name, ScalarType.Float32).DetachFromDisposeScope();
        var angles = TensorNumbers.Range(MaxTokens, ScalarType.Float32).unsqueeze(1) * _weights["position.inv_timescales"]; // [tokens, dim/2]
        _timing = cat([angles.sin(), angles.cos()], dim: 1).DetachFromDisposeScope(); // [tokens, dim]
    }

    /// <summary>Encodes texts of one batch.</summary>
    /// <param name="tokens">int64 [batch, tokens], padded with any token, at most 128.</param>
    /// <param name="isReal">float32 [batch, tokens], 1 = a token of the text, 0 = padding; null when nothing is padded. Every text has a token.</param>
    /// <returns>float32 [batch, 512], unit rows.</returns>
    public Tensor Encode(Tensor tokens, Tensor? isReal)
    {
        using var scope = NewDisposeScope();
        var x = Embed(tokens); // [batch, tokens, 256]
        for (var layer = 0; layer < Layers; layer++)
            x = FeedForward(layer, Attend(layer, x, isReal)); // [batch, tokens, 512]
        return Normalize(Project(Pool(x, isReal))).MoveToOuterDisposeScope(); // [batch, 512]
    }

    /// <summary>The vector of a text without tokens: what the projection makes of nothing.</summary>
    /// <returns>float32 [1, 512], a unit row.</returns>
    public Tensor EncodeEmpty()
    {
        using var scope = NewDisposeScope();
        return Normalize(Project(zeros(1, Dim))).MoveToOuterDisposeScope();
    }

    /// <summary>Twice the embedding, plus the position.</summary>
    /// <param name="tokens">int64 [batch, tokens].</param>
    /// <returns>float32 [batch, tokens, 256].</returns>
    public Tensor Embed(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (tokens.shape[0], tokens.shape[1]);
        var embedded = _weights["embeddings.weight"].index_select(0, tokens.view(-1)) // [batch*tokens, 256]
            .view(batch, length, InputDim);                                            // [batch, tokens, 256]
        return embedded.TimesInPlace(2).PlusInPlace(_timing.narrow(0, 0, length)).MoveToOuterDisposeScope();
    }

    /// <summary>Self-attention of a layer, added to what it looked at.</summary>
    /// <param name="layer">0 or 1.</param>
    /// <param name="input">float32 [batch, tokens, dim], dim 256 before layer 0, then 512.</param>
    /// <param name="isReal">float32 [batch, tokens] or null.</param>
    /// <returns>float32 [batch, tokens, 512].</returns>
    public Tensor Attend(int layer, Tensor input, Tensor? isReal)
    {
        using var scope = NewDisposeScope();
        var name = $"layers.{layer}";
        var (batch, tokens, dim) = (input.shape[0], input.shape[1], input.shape[2]);
        var qkv = Linear($"{name}.attn.qkv", Norm($"{name}.attn_norm", input))   // [batch, tokens, 3*dim]
            .view(batch, tokens, 3, Heads, dim / Heads)                          // [batch, tokens, 3, heads, headDim]
            .permute(2, 0, 3, 1, 4);                                             // [3, batch, heads, tokens, headDim]
        var mask = isReal?.Minus(1).Times(1e9).view(batch, 1, 1, tokens);        // [batch, 1, 1, tokens]
        var mixed = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], mask);
        var joined = mixed.transpose(1, 2).reshape(batch, tokens, dim);          // [batch, tokens, dim]
        var attended = Linear($"{name}.attn.out", joined);                       // [batch, tokens, 512]
        return attended.PlusInPlace(layer == 0 ? Linear($"{name}.residual", input) : input).MoveToOuterDisposeScope();
    }

    /// <summary>Feed-forward part of a layer, added to its input.</summary>
    /// <param name="layer">0 or 1.</param>
    /// <param name="input">float32 [batch, tokens, 512].</param>
    /// <returns>float32 [batch, tokens, 512].</returns>
    public Tensor FeedForward(int layer, Tensor input)
    {
        using var scope = NewDisposeScope();
        var name = $"layers.{layer}";
        var inner = Linear($"{name}.ffn.fc1", Norm($"{name}.ffn_norm", input)).relu_(); // [batch, tokens, 1536]
        return Linear($"{name}.ffn.fc2", inner).PlusInPlace(input).MoveToOuterDisposeScope();
    }

    /// <summary>Mean over a text's own tokens.</summary>
    /// <param name="input">float32 [batch, tokens, 512].</param>
    /// <param name="isReal">float32 [batch, tokens] or null.</param>
    /// <returns>float32 [batch, 512].</returns>
    public static Tensor Pool(Tensor input, Tensor? isReal)
    {
        using var scope = NewDisposeScope();
        var mean = isReal is null
            ? input.mean([1])
            : input.mul(isReal.unsqueeze(2)).sum(1).div_(isReal.sum(1, keepdim: true).NoLessThan(1));
        return mean.MoveToOuterDisposeScope();
    }

    /// <summary>The tanh projection.</summary>
    /// <param name="pooled">float32 [batch, 512].</param>
    /// <returns>float32 [batch, 512], values in -1..1.</returns>
    public Tensor Project(Tensor pooled)
    {
        using var scope = NewDisposeScope();
        return Linear("projection", pooled).tanh_().MoveToOuterDisposeScope();
    }

    /// <summary>Rows of unit length.</summary>
    /// <param name="vectors">float32 [batch, 512].</param>
    /// <returns>float32 [batch, 512].</returns>
    public static Tensor Normalize(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        return vectors.div(vectors.ToThe(2).sum(1, keepdim: true).NoLessThan(1e-12).sqrt_()).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _timing.Dispose();
    }

    private Tensor Linear(string name, Tensor input) => functional.linear(input, _weights[$"{name}.weight"], _weights[$"{name}.bias"]);

    private Tensor Norm(string name, Tensor input) =>
        functional.layer_norm(input, [input.shape[2]], _weights[$"{name}.weight"], _weights[$"{name}.bias"], NormEpsilon);

    private static Dictionary<string, long[]> Expected()
    {
        var expected = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["embeddings.weight"] = [8002, InputDim],
            ["position.inv_timescales"] = [InputDim / 2],
        };
        Add("projection", Dim, Dim);
        Add("layers.0.residual", Dim, InputDim);
        for (var layer = 0; layer < Layers; layer++)
        {
            var dim = layer == 0 ? InputDim : Dim;
            Add($"layers.{layer}.attn_norm", dim);
            Add($"layers.{layer}.attn.qkv", 3 * dim, dim);
            Add($"layers.{layer}.attn.out", Dim, dim);
            Add($"layers.{layer}.ffn_norm", Dim);
            Add($"layers.{layer}.ffn.fc1", InnerDim, Dim);
            Add($"layers.{layer}.ffn.fc2", Dim, InnerDim);
        }

        return expected;

        void Add(string name, params long[] shape) => (expected[$"{name}.weight"], expected[$"{name}.bias"]) = (shape, [shape[0]]);
    }
}
