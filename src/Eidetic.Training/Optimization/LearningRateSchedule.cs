namespace Eidetic.Training;

/// <summary>Linear warm-up to the peak, then half a cosine down to a fiftieth of it (Loshchilov and Hutter 2017, eq. 5).</summary>
/// <param name="Peak">Highest learning rate.</param>
/// <param name="WarmupSteps">Steps of the warm-up.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
internal sealed record LearningRateSchedule(double Peak, int WarmupSteps, int TotalSteps)
{
    private const double Floor = 0.02;

    /// <summary>Learning rate of a step.</summary>
    /// <param name="step">0-based step.</param>
    public double At(int step)
    {
        if (step < WarmupSteps)
        {
            return Peak * (step + 1) / WarmupSteps;
        }

        var progress = Math.Clamp((step - WarmupSteps) / (double)Math.Max(1, TotalSteps - WarmupSteps), 0, 1);
        return Peak * (Floor + (1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
