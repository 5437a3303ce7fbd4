using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Mpt;

/// <summary>A folder with a tiny model and what its reference computes.</summary>
internal sealed class Reference : IDisposable
{
    private readonly SafetensorsFile _inputs;
    private readonly SafetensorsFile _expected;
    private readonly List<IDisposable> _kept = [];

    public Reference(string name)
    {
        TorchRuntime.EnsureLoaded();
        Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
        (_inputs, _expected) = (SafetensorsFile.Open(File("inputs.safetensors")), SafetensorsFile.Open(File("expected.safetensors")));
        Weights = SafetensorsFile.Open(File("model.safetensors"));
    }

    public string Folder { get; }

    public SafetensorsFile Weights { get; }

    public string File(string name) => Path.Combine(Folder, name);

    public Tensor Input(string name) => _inputs.LoadTensor(name);

    public Tensor Expected(string name) => _expected.LoadTensor(name);

    public void Compare(Tensor actual, string name, double tolerance = 5e-5, Tensor? mask = null)
    {
        var expected = Expected(name);
        actual.shape.Should().Equal(expected.shape, name);
        var difference = (actual.to(float64) - expected.to(float64)).abs();
        if (mask is not null)
        {
            difference = difference * mask.to(float64).unsqueeze(-1);
        }

        difference.max().item<double>().Should().BeLessThanOrEqualTo(tolerance, name);
    }

    /// <summary>Greedy decoding: sequences int64 [rows, prompt + count] and logits [rows, count, vocab].</summary>
    public static (Tensor Sequences, Tensor Logits) Greedy(Tensor prompt, Tensor mask, int count, Func<TokenBatch, bool, Tensor> logitsOfLast, bool hasCache)
    {
        var (sequences, next, seen, logits) = (prompt, prompt, mask, new List<Tensor>());
        for (var step = 0; step < count; step++)
        {
            var isFirst = step == 0;
            var batch = hasCache
                ? new TokenBatch(next, isFirst ? mask : ones_like(next))
                : new TokenBatch(sequences, seen);
            var last = logitsOfLast(batch, isFirst);
            logits.Add(last);
            next = last.argmax(-1, keepdim: true);
            (sequences, seen) = (cat([sequences, next], dim: 1), cat([seen, ones_like(next)], dim: 1));
        }

        return (sequences, stack(logits, dim: 1));
    }

    /// <summary>Frees a model's parameters together with this.</summary>
    public void Keep(IDisposable parameters) => _kept.Add(parameters);

    public void Dispose()
    {
        _kept.ForEach(kept => kept.Dispose());
        _inputs.Dispose();
        _expected.Dispose();
        Weights.Dispose();
    }
}
