namespace Eidetic.Training;

/// <summary>How the word space is learned.</summary>
internal sealed record WordSpaceTraining
{
    /// <summary>Passes over the images with texts. Default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Fewest optimizer steps, so that a small collection is learned too. Default 200.</summary>
    public int MinSteps { get; init; } = 200;

    /// <summary>Time learning may take, or null; a run that would take longer has fewer steps.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Images of a step. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Peak learning rate. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay of matrices. Default 0.05.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Warm-up steps. Default 50.</summary>
    public int WarmupSteps { get; init; } = 50;

    /// <summary>Randomness.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Texts that the vectors are fitted to, at most. Default 20,000.</summary>
    public int MostFittedTexts { get; init; } = 20_000;
}
