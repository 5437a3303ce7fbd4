using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>So many queries wait to be decoded that another one is not let in.</summary>
public sealed class MemoryBusyException : EideticException
{
    /// <summary>Says how many wait.</summary>
    /// <param name="waiting">Queries that wait.</param>
    /// <param name="most">Most that may.</param>
    public MemoryBusyException(int waiting, int most)
        : base(FormattableString.Invariant($"Expected at most {most} queries to wait for an answer, {waiting} do: ask again in a moment."))
    {
    }
}
