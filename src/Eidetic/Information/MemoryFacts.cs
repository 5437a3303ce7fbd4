namespace Eidetic;

/// <summary>Collects what a memory says of itself.</summary>
internal static class MemoryFacts
{
    public static MemoryInfo Of(RecallEngine engine)
    {
        var manifest = engine.Generation.Manifest;
        var dates = engine.Catalog.DateRange();
        return new MemoryInfo
        {
            FormatVersion = manifest.FormatVersion,
            Scheme = manifest.Scheme,
            Model = manifest.Model,
            Seed = manifest.Seed,
            Images = engine.Book.Keys.Count,
            Captions = manifest.Captions,
            PseudoCaptions = manifest.PseudoCaptions,
            VocabularySize = engine.Book.VocabularySize,
            TrieNodes = engine.Book.Trie.NodeCount,
            MaxDepth = engine.Book.Trie.MaxDepth,
            Parameters = manifest.Parameters,
            MemorizeAccuracy = manifest.MemorizeAccuracy,
            CreatedAt = manifest.CreatedAt,
            EncoderNames = [.. manifest.Encoders.Keys.Order(StringComparer.Ordinal)],
            Eyes = manifest.Eyes,
            Ears = manifest.Ears,
            NamedBy = NamedBy(manifest),
            Files = manifest.Files,
            AddedImages = engine.Book.AddedImages,
            RemovedImages = engine.Book.RemovedImages,
            Tags = engine.Catalog.TagUses(),
            Dated = dates.Images,
            FirstDate = dates.First,
            LastDate = dates.Last,
            Generation = engine.Generation.Name,
            IsCalibrated = engine.Calibration is not null,
            Reranks = engine.Reranks,
            Duplicates = engine.Catalog.Duplicates().Sum(group => group.Count - 1),
        };
    }

    private static string? NamedBy(MemoryManifest manifest) =>
        !EyesChoice.IsOfVectors(manifest.Scheme) ? null
        : manifest.Eyes is null || manifest.Model == MemorizeOptions.Compact ? "shared space"
        : manifest.Encoders.Keys.FirstOrDefault(name => name.EndsWith("eyes", StringComparison.Ordinal));
}
