namespace Eidetic.Training;

/// <summary>How a learning rate falls after warming up.</summary>
internal enum LearningDecay
{
    /// <summary>In a straight line to zero.</summary>
    Linear,

    /// <summary>Along half a cosine to a fiftieth.</summary>
    Cosine,
}
