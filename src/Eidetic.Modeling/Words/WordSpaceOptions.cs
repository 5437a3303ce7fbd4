namespace Eidetic.Modeling;

/// <summary>Sizes of a <see cref="WordSpace"/>; stored beside its weights.</summary>
internal sealed record WordSpaceOptions
{
    /// <summary>Length of the eyes' vectors.</summary>
    public required int ImageDim { get; init; }

    /// <summary>Width of the hidden layer. Default 512.</summary>
    public int Hidden { get; init; } = 512;

    /// <summary>Length of a vector of the space, at most <see cref="Hidden"/> + 1. Default 128.</summary>
    public int Dim { get; init; } = 128;

    /// <summary>The words, by number.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Share of the eyes' numbers hidden while learning, 0..1. Default 0.5.</summary>
    public double ImageDropout { get; init; } = 0.5;

    /// <summary>Share of the hidden layer's numbers hidden while learning, 0..1. Default 0.3.</summary>
    public double HiddenDropout { get; init; } = 0.3;
}
