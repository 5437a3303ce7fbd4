namespace Eidetic.Evaluation;

/// <summary>What every measure demands of the probabilities and outcomes it is given.</summary>
internal static class Outcomes
{
    public static void Check(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (probabilities.Count == 0 || probabilities.Count != outcomes.Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected an outcome for each of at least one probability, got {probabilities.Count} and {outcomes.Count}."),
                nameof(outcomes));
        }

        CheckProbabilities(probabilities, nameof(probabilities));
    }

    public static void CheckProbabilities(IReadOnlyList<double> probabilities, string parameter)
    {
        foreach (var probability in probabilities)
        {
            if (!(probability is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(parameter, FormattableString.Invariant($"Expected probabilities in 0..1, got {probability}."));
        }
    }
}
