namespace Eidetic.Cli.Demo;

/// <summary>One recalled image with its picture.</summary>
internal sealed record DemoHit
{
    /// <summary>1-based place.</summary>
    public required int Rank { get; init; }

    /// <summary>Key of the image.</summary>
    public required string Key { get; init; }

    /// <summary>What people call the image; the key where it has no name.</summary>
    public required string Name { get; init; }

    /// <summary>The encoded picture (PNG, JPEG, GIF, WebP or BMP); empty where there is none.</summary>
    public required ReadOnlyMemory<byte> Picture { get; init; }

    /// <summary>Probability of the image, 0..1.</summary>
    public required double Probability { get; init; }

    /// <summary>Whether this is the image the query is known to mean. Default false.</summary>
    public bool IsWanted { get; init; }

    /// <summary>The identifier's path, one step a token; possibly none.</summary>
    public IReadOnlyList<DemoStep> Steps { get; init; } = [];

    /// <summary>The query in pieces, its words with how far they moved this hit; possibly none.</summary>
    public IReadOnlyList<DemoWord> Words { get; init; } = [];
}
