using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>What an opened memory asks of its model, whichever it is. Safe to use from several threads; dispose it when done.</summary>
internal interface IRecallModel : IDisposable
{
    /// <summary>How it is asked where nothing else is said.</summary>
    RecallDefaults Defaults { get; }

    /// <summary>Reads queries once, for decoding and for comparing.</summary>
    /// <param name="queries">Queries that all have the same sides.</param>
    AskedQueries Ask(IReadOnlyList<RecallQuery> queries);

    /// <summary>Starts a decoding.</summary>
    /// <param name="queries">Queries that all have the same sides.</param>
    INextTokenScorer CreateScorer(IReadOnlyList<RecallQuery> queries) => Ask(queries).CreateScorer();

    /// <summary>Share of a text's words that the model does not know, 0..1; null where it knows all.</summary>
    double? UnknownShare(string text);

    /// <summary>The eyes it was learned with. They stay the model's.</summary>
    IVisionEncoder Eyes { get; }

    /// <summary>The ears it was learned with. They stay the model's.</summary>
    ITextEncoder Ears { get; }

    /// <summary>What the eyes saw, as queries are compared with it.</summary>
    /// <param name="features">float32 [images, eyesDim].</param>
    /// <returns>float32 [images, queryDim]: the shared space's part, then the word space's where there is one.</returns>
    FeatureMatrix ImageVectors(FeatureMatrix features);

    /// <summary>What the eyes saw, as identifiers name it.</summary>
    /// <param name="features">float32 [images, eyesDim].</param>
    /// <returns>float32 [images, namingDim].</returns>
    FeatureMatrix NamingVectors(FeatureMatrix features) => ImageVectors(features);

    /// <summary>
    /// What products of a query's and an image's vector are multiplied with in the distribution over images that the model was taught to follow; null
    /// where it was taught none.
    /// </summary>
    double? TaughtScale => null;

    /// <summary>Whether learning brought the vectors of images near to those of their captions, which nothing does where eyes and ears shared a space before.</summary>
    bool BringsCaptionsNear => false;

    /// <summary>Texts in the space that images and texts share, for exact search beside recall.</summary>
    /// <returns>float32 [texts, sharedDim], unit rows.</returns>
    FeatureMatrix TextVectors(IReadOnlyList<string> texts);
}
