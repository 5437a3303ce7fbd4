using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>Checks what a user asked to memorize, before anything is read or written.</summary>
internal static class MemorizeChecks
{
    /// <exception cref="ArgumentException">An option is out of range or contradicts another.</exception>
    public static void Check(MemorizeOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Source, nameof(options.Source));
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Memory, nameof(options.Memory));
        if (options.Model != MemorizeOptions.Compact && !Directory.Exists(options.Model))
        {
            throw new ArgumentException($"Expected the model compact or the folder of a published model, got '{options.Model}'.", nameof(options));
        }

        if (options.Model == MemorizeOptions.Compact
            && (options.Recipe is not null || options.LoraRank is not null || options.LoraAlpha is not null || options.LoraProjections is not null))
        {
            throw new ArgumentException("--recipe and --lora are for a published model: name its folder with --model.", nameof(options));
        }

        foreach (var (name, folder) in new[] { ("--eyes", options.Eyes), ("--ears", options.Ears) })
        {
            if (folder is not null && options.Model != MemorizeOptions.Compact)
            {
                throw new ArgumentException($"{name} is for the compact backbone: a published model has its own, leave out {name} or --model.", nameof(options));
            }

            if (folder is not null && !Directory.Exists(folder))
            {
                throw new ArgumentException($"{name} must be the folder of a published CLIP, got '{folder}'.", nameof(options));
            }
        }

        // Lists the six when the name is none of them.
        IdentifierSchemes.Create(options.Identifiers);
        if (options.TimeBudget is { } budget && budget <= TimeSpan.Zero)
        {
            throw new ArgumentException($"--time-budget must be positive, got {budget:c}.", nameof(options));
        }

        if (options.Epochs is < 1)
        {
            throw new ArgumentException($"--epochs must be at least 1, got {options.Epochs}.", nameof(options));
        }

        if (options is { TimeBudget: not null, Epochs: not null })
        {
            throw new ArgumentException("--epochs and --time-budget contradict each other: give one of them.", nameof(options));
        }
    }
}
