namespace Eidetic.Training;

/// <summary>How the decoder memorizes and learns to retrieve.</summary>
internal sealed record LearningOptions
{
    /// <summary>Passes over the images in the memorize stream. Default 60.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>Time the learning may take, or null; then the number of steps follows from the measured speed and <see cref="Epochs"/> is unused.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Images of a step's memorize batch. Default 48.</summary>
    public int MemorizeBatch { get; init; } = 48;

    /// <summary>
    /// Images that a step's memorize batch has beside those whose turn it is, of those that were not named when they last came. Default 16;
    /// 0 for none.
    /// </summary>
    public int Rehearsed { get; init; } = 16;

    /// <summary>Texts of a step's retrieve batch. Default 192; GRACE's proportion is 16 to 48.</summary>
    public int RetrieveBatch { get; init; } = 192;

    /// <summary>Peak learning rate. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// What the learning rate of the tokens' vectors is multiplied with. Default 1; where they start at a codebook, larger steps would soon
    /// blur it, and 0.1 is the better choice.
    /// </summary>
    public double TokenVectorRate { get; init; } = 1;

    /// <summary>Warm-up steps. Default 100.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>Weight decay of matrices. Default 0.05.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Largest norm of a step's gradients. Default 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>
    /// Weight of a text's own image in the retrieve target, 0..1; the rest is the shared space's distribution over all images. Default 0.3.
    /// 1 is the paper's objective.
    /// </summary>
    public double OwnImageWeight { get; init; } = 0.3;

    /// <summary>
    /// What the shared space's similarities are multiplied with before they become the retrieve target's distribution; above 1 the nearest
    /// images weigh more than their learned temperature says. Default 1.5.
    /// </summary>
    public double TargetSharpness { get; init; } = 1.5;

    /// <summary>Share of captions that are mixed with their image's own vector, 0..1 (query mixing, GENIUS). Default 0.5; pseudo-captions always are.</summary>
    public double MixingShare { get; init; } = 0.5;

    /// <summary>
    /// Share of captions that are blended with another of the batch, 0..1; the target is then what the shared space says of the blend.
    /// Default 0.5.
    /// </summary>
    public double BlendingShare { get; init; } = 0.5;

    /// <summary>Share of a caption's words that are left out of its query by chance, 0..1. Default 0.3.</summary>
    public double WordDropout { get; init; } = 0.3;

    /// <summary>
    /// How much the two answers to a query that goes through the decoder twice, with other units dropped, are to agree (R-Drop's α). Default 0:
    /// every query goes through once. Above 0 the retrieve stream costs twice.
    /// </summary>
    public double RDrop { get; init; }

    /// <summary>
    /// Images near a caption's own, but in other branches, than which its own identifier is to be likelier by <see cref="Margin"/>. Default 0.
    /// </summary>
    public int BranchNegatives { get; init; }

    /// <summary>By how much, in natural logarithms of probabilities. Default 1.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>Part of the run, its last, that also learns to rank what the decoder's own beams find, 0..1. Default 0.</summary>
    public double RankShare { get; init; }

    /// <summary>Width of these beams, and length of the lists that are ranked. Default 10.</summary>
    public int RankBeams { get; init; } = 10;

    /// <summary>Queries of a step's retrieve batch whose lists are ranked, or whose negatives are drawn. Default 48.</summary>
    public int RankBatch { get; init; } = 48;

    /// <summary>Memorize first, then retrieve, as GRACE's paper tells; false trains both in every step, as its code does. Default false.</summary>
    public bool Sequential { get; init; }

    /// <summary>Randomness.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many times a run looks at its held-out texts. Default 10.</summary>
    public int Evaluations { get; init; } = 10;

    /// <summary>Looks without improvement after which learning cools down and ends early. Default 7 of 10: looks are noisy.</summary>
    public int Patience { get; init; } = 7;

    /// <summary>Time between two checkpoints. Default one minute.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);
}
