using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Generation;

/// <summary>A model that is a table: what it expects next is a function of all it has read, which it keeps in its cache as a real one does.</summary>
internal sealed class PrefixModel(int vocabulary, Func<IReadOnlyList<int>, float[]> logits) : ILanguageModel
{
    public Tensor Read(TokenBatch tokens, PictureStates? pictures, DecodingCache? cache, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var read = tokens.Tokens.to(ScalarType.Float32).unsqueeze(1).unsqueeze(-1);                // [rows, 1, tokens, 1]
        var all = cache![0].Append(read, read).Keys.squeeze(-1).squeeze(1);                        // [rows, all tokens]
        var (rows, count) = ((int)all.shape[0], (int)all.shape[1]);
        var values = all.contiguous().data<float>().ToArray();
        var last = Enumerable.Range(0, rows).SelectMany(row => logits([.. values.AsSpan(row * count, count).ToArray().Select(value => (int)value)]));
        return tensor(last.ToArray(), [rows, 1, vocabulary]).clone().MoveToOuterDisposeScope();
    }

    public Tensor Score(Tensor states) => states.alias();

    public DecodingCache CreateCache() => new(layers: 1);
}
