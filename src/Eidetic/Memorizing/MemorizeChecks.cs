using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>Checks what a user asked to memorize, before anything is read or written.</summary>
internal static class MemorizeChecks
{
    /// <exception cref="OptionException">An option is out of range or contradicts another.</exception>
    public static void Check(MemorizeOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Source, nameof(options.Source));
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Memory, nameof(options.Memory));
        if (options.Model != MemorizeOptions.Compact && !Directory.Exists(options.Model))
        {
            throw new OptionException($"Expected the model compact or the folder of a published model, got '{options.Model}'.");
        }

        if (options.Model == MemorizeOptions.Compact
            && (options.Recipe is not null || options.LoraRank is not null || options.LoraAlpha is not null || options.LoraProjections is not null))
        {
            throw new OptionException("--recipe and --lora are for a published model: name its folder with --model.");
        }

        foreach (var (name, folder) in new[] { ("--eyes", options.Eyes), ("--ears", options.Ears) })
        {
            if (folder is not null && !Directory.Exists(folder))
            {
                throw new OptionException($"{name} must be the folder of a published CLIP or SigLIP, got '{folder}'.");
            }
        }

        // Lists the six when the name is none of them.
        IdentifierSchemes.Create(options.Identifiers);
        CompactLearningChecks.Check(options);
        CheckLength(options.Epochs, options.TimeBudget);
    }

    /// <summary>Checks how long something is to learn.</summary>
    /// <exception cref="OptionException">One is out of range, or both are given.</exception>
    public static void CheckLength(int? epochs, TimeSpan? timeBudget)
    {
        if (timeBudget is { } budget && budget <= TimeSpan.Zero)
        {
            throw new OptionException($"--time-budget must be positive, got {budget:c}.");
        }

        if (epochs is < 1)
        {
            throw new OptionException($"--epochs must be at least 1, got {epochs}.");
        }

        if (timeBudget is not null && epochs is not null)
        {
            throw new OptionException("--epochs and --time-budget contradict each other: give one of them.");
        }
    }
}
