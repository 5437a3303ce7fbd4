namespace Eidetic.Cli.Rendering;

/// <summary>The figures of a progress report as short texts, those that are known.</summary>
internal static class ProgressFigures
{
    public static IEnumerable<string> Of(MemorizeProgress progress)
    {
        if (progress.Loss is { } loss)
            yield return $"loss {Display.Fixed(loss, 4)}";

        if (progress.MemorizeAccuracy is { } accuracy)
            yield return $"memorized {Display.Percent(accuracy)}";

        if (progress.HeldOutRecall is { } recall)
            yield return $"held-out recall@10 {Display.Percent(recall)}";

        if (progress.ExamplesPerSecond is { } speed)
            yield return $"{Display.Count((long)Math.Round(speed))} examples/s";

        if (progress.Remaining is { } remaining)
            yield return $"{Display.Duration(remaining)} left";
    }
}
