using System.Numerics.Tensors;
using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// Puts together what a calibration looks at: final hits, and how near each lies to the query in the shared space. The vectors are loaded when
/// first needed. Safe to use from several threads.
/// </summary>
internal sealed class AnswerReader
{
    private readonly IRecallModel _model;
    private readonly Lazy<ImageVectors> _vectors;
    private readonly Lazy<float[]> _centre;

    public AnswerReader(IRecallModel model, Lazy<ImageVectors> vectors)
    {
        (_model, _vectors) = (model, vectors);
        _centre = new Lazy<float[]>(Centre);
    }

    /// <summary>The stored vectors of all images.</summary>
    public ImageVectors Vectors => _vectors.Value;

    /// <summary>Texts as stored vectors are compared with them.</summary>
    /// <returns>float32 [texts, dim].</returns>
    public FeatureMatrix Embed(IReadOnlyList<string> texts) =>
        _model.Ask([.. texts.Select(RecallQuery.FromText)]).Vectors ?? _model.TextVectors(texts);

    /// <summary>Reads one answer.</summary>
    /// <param name="query">float32 [dim], from <see cref="Embed"/>.</param>
    /// <param name="unknown">Share of its words that the text encoder does not know.</param>
    /// <param name="hits">The final hits.</param>
    /// <param name="mask">Which images could be named, or null for all.</param>
    public RecalledAnswer Read(ReadOnlySpan<float> query, double unknown, IReadOnlyList<RecalledImage> hits, TrieMask? mask)
    {
        var similarities = new double[hits.Count];
        for (var place = 0; place < similarities.Length; place++)
        {
            similarities[place] = _vectors.Value.Compare(hits[place].Image, query).Shared; // a cosine: both are unit vectors
        }

        return new RecalledAnswer
        {
            Hits = hits,
            Similarities = similarities,
            CentreSimilarity = TensorPrimitives.Dot<float>(_centre.Value, query[.._centre.Value.Length]),
            CandidateShare = mask is null ? 1 : Math.Max(1, mask.ImageCount) / (double)_vectors.Value.Count,
            UnknownShare = unknown,
        };
    }

    /// <summary>Mean of all images' vectors; float32 [sharedDim].</summary>
    private float[] Centre()
    {
        var vectors = _vectors.Value.ToSharedMatrix();
        var sum = new float[vectors.Dim];
        for (var image = 0; image < vectors.Rows; image++)
        {
            TensorPrimitives.Add(sum, vectors[image], sum);
        }

        TensorPrimitives.Divide(sum, vectors.Rows, sum);
        return sum;
    }
}
