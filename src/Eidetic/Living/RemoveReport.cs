namespace Eidetic;

/// <summary>What removing images did.</summary>
public sealed record RemoveReport
{
    /// <summary>Keys that are not recalled any more.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>Images that the memory holds now.</summary>
    public required int Images { get; init; }

    /// <summary>Time it took.</summary>
    public required TimeSpan Elapsed { get; init; }
}
