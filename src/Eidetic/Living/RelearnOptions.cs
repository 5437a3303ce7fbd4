using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>How a memory learns anew what it holds.</summary>
public sealed record RelearnOptions
{
    /// <summary>Passes over the collection, at least 1. Null, the default, to choose by the collection's size.</summary>
    public int? Epochs { get; init; }

    /// <summary>How long learning may take; the schedule fits itself to it. Null, the default, to learn until it stops improving.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Same memory, options, seed and machine: same weights. Null, the default, for the seed that the memory was memorized with.</summary>
    public int? Seed { get; init; }

    /// <exception cref="OptionException">An option is out of range or contradicts another.</exception>
    internal void Check() => MemorizeChecks.CheckLength(Epochs, TimeBudget);
}
