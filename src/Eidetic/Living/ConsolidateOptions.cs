using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>How a memory learns what was added to it.</summary>
public sealed record ConsolidateOptions
{
    /// <summary>Passes over the images at most, at least 1. Null, the default, for 20; added images are seen more often in a pass than old ones.</summary>
    public int? Epochs { get; init; }

    /// <summary>How long learning may take; the schedule fits itself to it. Null, the default, for <see cref="Epochs"/>.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Same memory, options, seed and machine: same weights. Null, the default, for the seed that the memory was memorized with.</summary>
    public int? Seed { get; init; }

    /// <summary>Where to compute: <c>cpu</c> (default), <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <exception cref="OptionException">An option is out of range or contradicts another.</exception>
    internal void Check() => MemorizeChecks.CheckLength(Epochs, TimeBudget);
}
