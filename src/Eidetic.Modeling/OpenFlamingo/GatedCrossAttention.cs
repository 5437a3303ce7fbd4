using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// Text attends to the picture before it, through gates that start closed (Alayrac et al. 2022, arXiv 2204.14198, §2.2, fig. 4).
/// </summary>
internal sealed class GatedCrossAttention
{
    private readonly LayerNormLayer _norm;
    private readonly LinearLayer _query;
    private readonly LinearLayer _keyValue;
    private readonly LinearLayer _merge;
    private readonly FlamingoFeedForward _feed;
    private readonly Tensor _attentionGate;    // [1]
    private readonly Tensor _feedGate;         // [1]
    private readonly int _heads;

    /// <param name="scope">Place of the layer.</param>
    /// <param name="dim">Length of a text state.</param>
    /// <param name="mediaDim">Length of a picture's vectors.</param>
    /// <param name="config">Heads and expansion.</param>
    public GatedCrossAttention(ParameterScope scope, long dim, long mediaDim, FlamingoConfig config)
    {
        var (attention, inner) = (scope.Under("attn"), config.Heads * config.HeadDim);
        _heads = config.Heads;
        _norm = new LayerNormLayer(attention.Under("norm"), dim, 1e-5);
        _query = new LinearLayer(attention.Under("to_q"), dim, inner, hasBias: false);
        _keyValue = new LinearLayer(attention.Under("to_kv"), mediaDim, 2 * inner, hasBias: false);
        _merge = new LinearLayer(attention.Under("to_out"), inner, dim, hasBias: false);
        _attentionGate = scope.Take("attn_gate", ParameterStart.Zeros, 1);
        _feed = new FlamingoFeedForward(scope.Under("ff"), dim, config.Expansion);
        _feedGate = scope.Take("ff_gate", ParameterStart.Zeros, 1);
    }

    /// <param name="input">[batch, tokens, dim].</param>
    /// <param name="media">[batch, pictures, latents, mediaDim], or null when no row has a picture: then only the feed-forward branch applies.</param>
    /// <param name="pictureOfToken">int64 [batch, tokens]: number of the picture a token attends to, from 1; 0 for none.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, dim].</returns>
    public Tensor Forward(Tensor input, Tensor? media, Tensor pictureOfToken, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var attended = media is null ? input : input.Plus(Attend(input, media, pictureOfToken, pass) * _attentionGate.tanh());
        return attended.Plus(_feed.Forward(attended, pass) * _feedGate.tanh()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The attention branch before its gate. With two pictures and the tokens <c>a &lt;image&gt; b &lt;image&gt; c</c> it sees
    /// <code>
    ///            a  image  b  image  c
    /// picture 1  ✗    ✓    ✓    ✗    ✗
    /// picture 2  ✗    ✗    ✗    ✓    ✓
    /// </code>
    /// and is exactly 0 for a.
    /// </summary>
    /// <returns>[batch, tokens, dim].</returns>
    public Tensor Attend(Tensor input, Tensor media, Tensor pictureOfToken, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var (batch, tokens, _) = input.Axes3();
        var (pictures, latents) = (media.shape[1], media.shape[2]);
        var keysValues = _keyValue.Forward(media.flatten(1, 2), pass).chunk(2, dim: -1);                    // 2 × [batch, pictures*latents, inner]
        var number = TensorNumbers.Range(1, pictures + 1, 1, device: media.device).repeat_interleave(latents); // [pictures*latents]
        var isOther = pictureOfToken.unsqueeze(-1).ne(number);                                              // [batch, tokens, pictures*latents]
        var mask = zeros([batch, 1, tokens, pictures * latents], input.dtype, input.device).FilledWhere(isOther.unsqueeze(1), -1e30f);
        var mixed = functional.scaled_dot_product_attention(                                                // [batch, heads, tokens, headDim]
            Split(_query.Forward(_norm.Forward(input), pass)), Split(keysValues[0]), Split(keysValues[1]), mask);
        var joined = mixed.transpose(1, 2).reshape(batch, tokens, -1)                                       // [batch, tokens, inner]
            .FilledWhere(pictureOfToken.Is(0).unsqueeze(-1), 0);
        return _merge.Forward(joined, pass).MoveToOuterDisposeScope();                                      // [batch, tokens, dim]
    }

    private Tensor Split(Tensor rows)
    {
        var (batch, tokens, inner) = rows.Axes3();
        return rows.reshape(batch, tokens, _heads, inner / _heads).transpose(1, 2);                         // [batch, heads, tokens, headDim]
    }
}
