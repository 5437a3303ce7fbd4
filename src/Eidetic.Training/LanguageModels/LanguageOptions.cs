using Eidetic.Modeling;

namespace Eidetic.Training;

/// <summary>How a language model memorizes and learns to retrieve. Defaults are GRACE's (arXiv 2402.10805, its public code).</summary>
internal sealed record LanguageOptions
{
    /// <summary>Passes over the images in the memorize stream. Default 5.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Steps of the whole run; null to count epochs.</summary>
    public int? Steps { get; init; }

    /// <summary>Time the learning may take, or null; then the number of steps follows from the measured speed.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Images of a step's memorize stream. Default 16.</summary>
    public int MemorizeBatch { get; init; } = 16;

    /// <summary>Texts of a step's retrieve stream. Default 48.</summary>
    public int RetrieveBatch { get; init; } = 48;

    /// <summary>Rows computed at once; the gradients of a step's parts are added. Default 16.</summary>
    public int MicroBatch { get; init; } = 16;

    /// <summary>Whether blocks are computed twice instead of kept: less memory, more time, the same gradients. Default false.</summary>
    public bool RecomputesBlocks { get; init; }

    /// <summary>Peak learning rate. Default 1e-4.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>How the learning rate falls after warming up. Default linearly to zero.</summary>
    public LearningDecay Decay { get; init; } = LearningDecay.Linear;

    /// <summary>Warm-up steps. Default 500; never more than a quarter of the run.</summary>
    public int WarmupSteps { get; init; } = 500;

    /// <summary>Weight decay. Default 0.1.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Part of a parameter's name that decides whether it decays; empty for all matrices. Default: gated cross-attention only.</summary>
    public string WeightDecayOn { get; init; } = "gated_cross_attn";

    /// <summary>How long AdamW remembers squared gradients, 0..1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Largest norm of a step's gradients. Default 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Dropout inside the blocks. Default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Memorize first, then retrieve, as the paper tells; false trains both in every step, as its code does. Default false.</summary>
    public bool Sequential { get; init; }

    /// <summary>The prompts.</summary>
    public RecallPrompts Prompts { get; init; } = new();

    /// <summary>Randomness.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Time between two checkpoints. Default one minute.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);
}
