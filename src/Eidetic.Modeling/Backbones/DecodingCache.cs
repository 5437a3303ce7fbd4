using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// What a decoding keeps of the tokens it has read: keys and values of every layer, which tokens were real, and the pictures that text
/// attends to. Owns its tensors; dispose it with the decoding.
/// </summary>
internal sealed class DecodingCache : IDisposable
{
    private readonly LayerCache[] _layers;

    /// <param name="layers">Blocks of the model.</param>
    public DecodingCache(int layers) => _layers = [.. Enumerable.Range(0, layers).Select(_ => new LayerCache())];

    /// <summary>Keys and values of a layer.</summary>
    public LayerCache this[int layer] => _layers[layer];

    /// <summary>Tokens read so far, padding included.</summary>
    public int Tokens => (int)(Mask?.shape[1] ?? 0);

    /// <summary>int64 [rows, <see cref="Tokens"/>], 1 = real token; null before the first.</summary>
    public Tensor? Mask { get; private set; }

    /// <summary>[rows, pictures, tokens, dim]: pictures that later tokens attend to; null when the model puts pictures among its tokens.</summary>
    public Tensor? Pictures { get; private set; }

    /// <summary>int64 [rows]: how many pictures each row has read; null without <see cref="Pictures"/>.</summary>
    public Tensor? PicturesRead { get; private set; }

    /// <summary>Notes which of the tokens about to be read are real. The cache copies.</summary>
    /// <param name="mask">int64 [rows, new tokens].</param>
    public void Extend(Tensor mask)
    {
        using var scope = NewDisposeScope();
        Mask = Replaced(Mask, Mask is null ? mask.clone() : cat([Mask, mask], dim: 1));
    }

    /// <summary>Keeps pictures for the tokens to come. The cache copies.</summary>
    public void Keep(Tensor pictures, Tensor picturesRead)
    {
        Pictures = Replaced(Pictures, pictures.clone());
        PicturesRead = Replaced(PicturesRead, picturesRead.clone());
    }

    /// <summary>Makes row r a copy of what row <c>parents[r]</c> was.</summary>
    /// <param name="parents">int64 [new rows].</param>
    public void Select(Tensor parents)
    {
        foreach (var layer in _layers)
        {
            layer.Select(parents);
        }

        Mask = Replaced(Mask, Mask?.index_select(0, parents));
        Pictures = Replaced(Pictures, Pictures?.index_select(0, parents));
        PicturesRead = Replaced(PicturesRead, PicturesRead?.index_select(0, parents));
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }

        Mask?.Dispose();
        Pictures?.Dispose();
        PicturesRead?.Dispose();
    }

    private static Tensor? Replaced(Tensor? old, Tensor? next)
    {
        next = next?.DetachFromDisposeScope();
        old?.Dispose();
        return next;
    }
}
