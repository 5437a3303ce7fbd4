namespace Eidetic;

/// <summary>A learned model before it is saved. Dispose it when done.</summary>
internal interface ITrainedModel : IDisposable
{
    /// <summary>Number of trained values.</summary>
    long Parameters { get; }

    /// <summary>Writes its files into the generation that is being built.</summary>
    /// <param name="writer">The generation.</param>
    /// <param name="encoders">Fingerprints of the frozen towers it was learned with.</param>
    void Save(MemoryWriter writer, IReadOnlyDictionary<string, string> encoders);
}
