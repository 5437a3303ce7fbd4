namespace Eidetic.Modeling;

/// <summary>Sizes of the <c>compact</c> backbone. Architecture is data: the options are stored beside the weights and rebuild the model.</summary>
public sealed record CompactOptions
{
    /// <summary>Length of the eyes' vectors. Default 1280 (MobileNetV2, pooled).</summary>
    public int ImageDim { get; init; } = 1280;

    /// <summary>Length of the ears' vectors. Default 512 (USE-Lite).</summary>
    public int TextDim { get; init; } = 512;

    /// <summary>Length of a vector in the shared space. Default 512.</summary>
    public int SharedDim { get; init; } = 512;

    /// <summary>
    /// Length of what a query's exact words add to its vector, or 0 where the collection's captions are not known word by word. Default 0.
    /// </summary>
    public int WordDim { get; init; }

    /// <summary>Width of the hidden layer of each projection into the shared space. Default 1024.</summary>
    public int ProjectionHidden { get; init; } = 1024;

    /// <summary>Share of the eyes' numbers hidden from the projection while it learns, 0..1. Default 0.5.</summary>
    public double ImageDropout { get; init; } = 0.5;

    /// <summary>Share of the ears' numbers hidden from the projection while it learns, 0..1. Default 0.3.</summary>
    public double TextDropout { get; init; } = 0.3;

    /// <summary>
    /// Whether eyes and ears see and hear in one space already, which then is the shared space as it is: their vectors at unit length, all of
    /// <see cref="SharedDim"/>. Default false.
    /// </summary>
    public bool KeepsTowerSpace { get; init; }

    /// <summary>Width of the decoder. Default 256.</summary>
    public int Dim { get; init; } = 256;

    /// <summary>Number of decoder blocks. Default 3.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Attention heads of a block; divides <see cref="Dim"/>. Default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Prefix tokens each present side (text, image) becomes. Default 1.</summary>
    public int PrefixTokens { get; init; } = 1;

    /// <summary>Dropout inside the decoder while it learns, 0..1. Default 0.1, as GRACE.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>
    /// Numbers of the decoder's state that every token is also compared with by a vector of its own, which has no place in the shared space
    /// and starts at zero; 0 for none. Tokens that lie side by side are told apart by it. Default 0, as memories before it had.
    /// </summary>
    public int DirectDim { get; init; }

    /// <summary>Number of identifier tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tokens of the longest identifier.</summary>
    public required int MaxIdentifierLength { get; init; }

    /// <summary>Whether the tokens' vectors stay as the scheme gave them (GRACE's atomic matrix of image vectors). Default false.</summary>
    public bool FreezeTokenVectors { get; init; }

    /// <summary>Length of a query's vector, and of a token's: the shared space and the words.</summary>
    internal int QueryDim => SharedDim + WordDim;

    internal void Validate()
    {
        foreach (var (name, value) in new[]
        {
            (nameof(ImageDim), ImageDim), (nameof(TextDim), TextDim), (nameof(SharedDim), SharedDim), (nameof(ProjectionHidden), ProjectionHidden),
            (nameof(Dim), Dim), (nameof(Layers), Layers), (nameof(Heads), Heads), (nameof(PrefixTokens), PrefixTokens),
            (nameof(Vocabulary), Vocabulary), (nameof(MaxIdentifierLength), MaxIdentifierLength),
        })
        {
            if (value < 1)
            {
                throw new ArgumentException($"Expected {name} of at least 1, got {value}.");
            }
        }

        foreach (var (name, value) in new[] { (nameof(ImageDropout), ImageDropout), (nameof(TextDropout), TextDropout), (nameof(Dropout), Dropout) })
        {
            if (value is not (>= 0 and < 1))
            {
                throw new ArgumentException($"Expected {name} of at least 0 and below 1, got {value}.");
            }
        }

        foreach (var (name, value) in new[] { (nameof(WordDim), WordDim), (nameof(DirectDim), DirectDim) })
        {
            if (value < 0)
            {
                throw new ArgumentException($"Expected {name} of at least 0, got {value}.");
            }
        }

        if (KeepsTowerSpace && (ImageDim != SharedDim || TextDim != SharedDim))
        {
            throw new ArgumentException($"Expected {nameof(ImageDim)} and {nameof(TextDim)} of {SharedDim} where towers share a space, got {ImageDim} and {TextDim}.");
        }

        if (Dim % Heads != 0)
        {
            throw new ArgumentException($"Expected {nameof(Heads)} to divide {nameof(Dim)}, got {Heads} and {Dim}.");
        }
    }
}
