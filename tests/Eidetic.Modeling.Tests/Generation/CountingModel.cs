using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Generation;

/// <summary>A model without weights: after token t it expects t + 1, and it notes how many tokens each reading had.</summary>
internal sealed class CountingModel(int vocabulary) : ILanguageModel
{
    public List<long> Readings { get; } = [];

    public List<bool> SawPictures { get; } = [];

    public Tensor Read(TokenBatch tokens, PictureStates? pictures, DecodingCache? cache, ForwardPass pass)
    {
        Readings.Add(tokens.Tokens.shape[1]);
        SawPictures.Add(pictures is not null);
        cache?.Extend(tokens.Mask);
        return tokens.Tokens.unsqueeze(-1).to(ScalarType.Float32);
    }

    // [.., 1] → [.., vocab]
    public Tensor Score(Tensor states) => (arange(vocabulary) - states - 1).abs().neg();

    public DecodingCache CreateCache() => new(layers: 1);
}
