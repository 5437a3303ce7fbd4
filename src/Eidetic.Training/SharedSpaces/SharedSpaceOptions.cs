namespace Eidetic.Training;

/// <summary>How the shared space is learned. The two-layer recipe tuned on Flickr8k dev, half as long again, averaged.</summary>
internal sealed record SharedSpaceOptions
{
    /// <summary>Passes over the captioned images. Default 90.</summary>
    public int Epochs { get; init; } = 90;

    /// <summary>Fewest optimizer steps, so that a small collection is learned too. Default 400.</summary>
    public int MinSteps { get; init; } = 400;

    /// <summary>Time learning may take, or null; a run that would take longer has fewer steps.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Images of a step, one caption each. Default 500.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Peak learning rate. Default 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay of matrices. Default 0.05.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Warm-up steps. Default 50.</summary>
    public int WarmupSteps { get; init; } = 50;

    /// <summary>Decay of the moving average of the weights that is kept, 0..1; 0 keeps the last step's. Default 0.98.</summary>
    public double AverageDecay { get; init; } = 0.98;

    /// <summary>Temperature that similarities are divided by, 0.01..1; null to learn it. Default null.</summary>
    public double? Temperature { get; init; }

    /// <summary>
    /// Images near each image of a batch that are put beside it, so that the loss has to tell them apart (hard negatives). The batch stays as
    /// large. Default 0.
    /// </summary>
    public int HardNegatives { get; init; }

    /// <summary>Randomness.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many times a run looks at its held-out texts. Default 20.</summary>
    public int Evaluations { get; init; } = 20;

    /// <summary>Looks without improvement after which learning stops. Default 8.</summary>
    public int Patience { get; init; } = 8;
}
