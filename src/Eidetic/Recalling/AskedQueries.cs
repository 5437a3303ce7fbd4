using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Queries as a model has read them.</summary>
/// <param name="CreateScorer">Starts a decoding.</param>
/// <param name="Vectors">float32 [queries, dim]: what stored vectors of images are compared with; null where queries hold a picture.</param>
internal sealed record AskedQueries(Func<INextTokenScorer> CreateScorer, FeatureMatrix? Vectors)
{
    /// <summary>
    /// float32 [queries, dim]: as <see cref="Vectors"/>, also where queries hold a picture; null where the model has no place for them.
    /// </summary>
    public Func<FeatureMatrix>? Places { get; init; }

    /// <summary>Starts a decoding of as many queries as were given that ask for nothing in particular; null where the model has none.</summary>
    public Func<INextTokenScorer>? CreatePrior { get; init; }

    /// <summary>
    /// float32 [queries, vocab]: how much nearer each token brings a path's vector to the query, in units of the temperature; null where tokens
    /// have no place.
    /// </summary>
    public Func<FeatureMatrix>? TokenGains { get; init; }
}
