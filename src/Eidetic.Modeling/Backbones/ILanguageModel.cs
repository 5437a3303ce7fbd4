using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>All that a decoding needs of a model, with eyes or without. Immutable while it answers: what a decoding needs travels in its cache.</summary>
internal interface ILanguageModel
{
    /// <summary>Reads tokens after those that a cache holds.</summary>
    /// <param name="tokens">The tokens; a cache that is not null is extended by them.</param>
    /// <param name="pictures">What a model with eyes saw of the pictures among these tokens, or null.</param>
    /// <param name="cache">Earlier tokens of the same rows, or null when nothing follows.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>float32 [batch, tokens, width], after the final normalization; garbage where the mask is 0.</returns>
    Tensor Read(TokenBatch tokens, PictureStates? pictures, DecodingCache? cache, ForwardPass pass);

    /// <summary>Scores what follows states.</summary>
    /// <param name="states">float32 [.., width].</param>
    /// <returns>float32 [.., vocabulary] logits, new identifier tokens last.</returns>
    Tensor Score(Tensor states);

    /// <summary>An empty cache for one decoding.</summary>
    DecodingCache CreateCache();
}
