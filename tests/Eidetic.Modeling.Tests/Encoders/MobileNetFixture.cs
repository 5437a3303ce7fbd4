namespace Eidetic.Modeling.Tests.Encoders;

/// <summary>The shipped eyes, loaded once for the tests that look through them.</summary>
public sealed class MobileNetFixture : IDisposable
{
    public MobileNetEncoder Encoder { get; } = MobileNetEncoder.LoadShipped();

    public void Dispose() => Encoder.Dispose();
}
