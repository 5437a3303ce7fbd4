using System.Text.Json;

namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>The shipped ears and what the reference runtime says, loaded once.</summary>
public sealed class UseLiteFixture : IDisposable
{
    public UseLiteEncoder Encoder { get; } = UseLiteEncoder.LoadShipped();

    public (string Text, int[] Tokens, float[] Embedding)[] Golden { get; } =
    [
        .. Fixture.ReadJson(Fixture.UseLite, "golden.json").EnumerateArray().Select(entry => (
            entry.GetProperty("text").GetString()!,
            entry.GetProperty("tokens").Deserialize<int[]>()!,
            entry.GetProperty("embedding").Deserialize<float[]>()!)),
    ];

    public void Dispose() => Encoder.Dispose();
}
