using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Queries as a model has read them.</summary>
/// <param name="CreateScorer">Starts a decoding.</param>
/// <param name="Vectors">float32 [queries, dim]: what stored vectors of images are compared with; null where queries hold a picture.</param>
internal sealed record AskedQueries(Func<INextTokenScorer> CreateScorer, FeatureMatrix? Vectors);
