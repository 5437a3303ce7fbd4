using Eidetic.Modeling;

namespace Eidetic;

/// <summary>A learned compact backbone. Owns it.</summary>
internal sealed record CompactTrained(CompactBackbone Backbone) : ITrainedModel
{
    public long Parameters => Backbone.Parameters;

    public void Save(MemoryWriter writer, IReadOnlyDictionary<string, string> encoders) =>
        Backbone.Save(writer[MemoryGeneration.ModelFile], encoders);

    public void Dispose() => Backbone.Dispose();
}
