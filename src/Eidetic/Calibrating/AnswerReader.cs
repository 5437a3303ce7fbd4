using System.Numerics.Tensors;
using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Retrieval;
using static TorchSharp.torch;

namespace Eidetic;

/// <summary>
/// Puts together what a calibration looks at: final hits, and how near each lies to the query in the shared space. The vectors stay in their
/// mapped file, opened when first needed: all are read once for their mean, later only those of hits. Safe to use from several threads; dispose
/// it when done.
/// </summary>
internal sealed class AnswerReader : IDisposable
{
    private readonly IRecallModel _model;
    private readonly int _images;
    private readonly Lazy<SafetensorsFile> _vectors;
    private readonly Lazy<float[]> _centre;

    public AnswerReader(MemoryGeneration generation, IRecallModel model, int images)
    {
        (_model, _images) = (model, images);
        _vectors = new Lazy<SafetensorsFile>(() => SafetensorsFile.Open(generation[MemoryGeneration.VectorsFile]));
        _centre = new Lazy<float[]>(Centre);
    }

    /// <summary>Reads the answers to queries in words.</summary>
    /// <param name="texts">The queries.</param>
    /// <param name="hits">For each the final hits.</param>
    /// <param name="mask">Which images could be named, or null for all.</param>
    public IReadOnlyList<RecalledAnswer> Read(IReadOnlyList<string> texts, IReadOnlyList<IReadOnlyList<RecalledImage>> hits, TrieMask? mask)
    {
        var queries = _model.TextVectors(texts);
        return [.. texts.Select((text, i) => Read(queries[i], _model.UnknownShare(text) ?? 0, hits[i], mask))];
    }

    /// <summary>Reads one answer.</summary>
    /// <param name="query">float32 [sharedDim], a unit vector.</param>
    /// <param name="unknown">Share of its words that the text encoder does not know.</param>
    /// <param name="hits">The final hits.</param>
    /// <param name="mask">Which images could be named, or null for all.</param>
    public RecalledAnswer Read(ReadOnlySpan<float> query, double unknown, IReadOnlyList<RecalledImage> hits, TrieMask? mask) => new()
    {
        Hits = hits,
        Similarities = Similarities(query, hits), // cosines: both are unit vectors
        CentreSimilarity = TensorPrimitives.Dot<float>(_centre.Value, query),
        CandidateShare = mask is null ? 1 : Math.Max(1, mask.ImageCount) / (double)_images,
        UnknownShare = unknown,
    };

    public void Dispose()
    {
        if (_vectors.IsValueCreated)
        {
            _vectors.Value.Dispose();
        }
    }

    /// <summary>Mean of all images' vectors; float32 [sharedDim].</summary>
    private float[] Centre()
    {
        using var scope = NewDisposeScope();
        var mean = _vectors.Value.LoadTensor(ImageVectors.Name, ScalarType.Float32).mean([0L]); // [sharedDim]
        return mean.data<float>().ToArray();
    }

    private double[] Similarities(ReadOnlySpan<float> query, IReadOnlyList<RecalledImage> hits)
    {
        using var scope = NewDisposeScope();
        var vectors = _vectors.Value.LoadTensor(ImageVectors.Name, ScalarType.Float32); // [images, sharedDim]
        var similarities = new double[hits.Count];
        for (var place = 0; place < similarities.Length; place++)
        {
            var row = vectors[hits[place].Image];                                       // [sharedDim]
            similarities[place] = TensorPrimitives.Dot<float>(row.data<float>().ToArray(), query);
        }

        return similarities;
    }
}
