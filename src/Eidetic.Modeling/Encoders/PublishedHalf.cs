using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>What eyes and ears of a published model have in common: where they come from, and what they compute.</summary>
/// <param name="Identity">Name and fingerprint of the encoder.</param>
/// <param name="Folder">Where the checkpoint lies.</param>
/// <param name="Sha256">SHA-256 of the weights: eyes and ears with the same one share a space.</param>
/// <param name="Dim">Length of a vector.</param>
/// <param name="Parameters">What it computes with; whoever holds the half frees them.</param>
/// <param name="Pool">From pixels or tokens, [batch, ..], to vectors of their own length, [batch, dim].</param>
internal sealed record PublishedHalf(
    (string Name, string Fingerprint) Identity, string Folder, string Sha256, int Dim, ModelParameters Parameters, Func<Tensor, Tensor> Pool)
{
    /// <summary>Computes the vectors that the model itself compares.</summary>
    /// <param name="input">[batch, ..], pixels or tokens.</param>
    /// <returns>float32 [batch, dim], unit rows.</returns>
    public Tensor Encode(Tensor input)
    {
        using var scope = NewDisposeScope();
        return nn.functional.normalize(Pool(input), p: 2, dim: -1).MoveToOuterDisposeScope();
    }
}
