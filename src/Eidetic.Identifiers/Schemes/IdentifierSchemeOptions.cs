namespace Eidetic.Identifiers;

/// <summary>Choices of the identifier schemes. Each scheme reads its own; 0 means automatic, by the size of the collection.</summary>
public sealed record IdentifierSchemeOptions
{
    /// <summary>
    /// <c>structured</c>: children of an inner node at most, at least 2. Default 0: 30, as the paper, for collections over 3,000 images;
    /// below, the square root of their number, rounded up, between 2 and 30.
    /// </summary>
    public int Branching { get; init; }

    /// <summary>
    /// <c>structured</c>: images of a leaf cluster at most, at least 1. Default 0: 30, as the paper, for collections over 3,000 images;
    /// below, the square root of their number, rounded up, between 2 and 30, so that 3 images or more make at least two levels.
    /// </summary>
    public int LeafSize { get; init; }

    /// <summary>
    /// <c>residual</c>: coarse codes, the first token. Default 0: three quarters of the number of images, at most 8,192 (2,000 images:
    /// 1,500; from 10,923: 8,192). The first token carries most of a recall, so many codes recall better
    /// (<c>docs/experiments.md</c>); scoring it costs in proportion to them.
    /// </summary>
    public int CoarseCodes { get; init; }

    /// <summary>
    /// <c>residual</c>: codes of each residual level. Default 0: the largest power of two not above a third of the number of images,
    /// between 4 and 1,024 (2,000 images: 512; from 3,072: 1,024).
    /// </summary>
    public int CodesPerLevel { get; init; }

    /// <summary><c>residual</c>: residual levels after the coarse code. Default 0: 1 up to 16,384 images, 2 up to 1,000,000, 3 above.</summary>
    public int Levels { get; init; }

    /// <summary>
    /// <c>residual</c>: codes of every level, the coarse codes first, at least two levels; they may grow with depth (PRO). Null, the default,
    /// for what <see cref="CoarseCodes"/>, <see cref="CodesPerLevel"/> and <see cref="Levels"/> say, which must be 0 where it is given.
    /// </summary>
    public IReadOnlyList<int>? Codebooks { get; init; }

    /// <summary>
    /// <c>residual</c>: start codes that name no image anew, each where the largest cluster is rebuilt worst. Default false.
    /// </summary>
    public bool RevivesCodes { get; init; }

    /// <summary>
    /// <c>residual</c>: how much captions move the codebooks, so that a caption chooses the codes of its own image (a contrastive term beside the
    /// reconstruction; AVG, GENIUS), 0..1. Default 0: codebooks rebuild images and nothing else. Above 0 it takes
    /// <see cref="Abstractions.IdentifierRequest.CaptionVectors"/>.
    /// </summary>
    public double CodebookContrast { get; init; }

    /// <summary>
    /// <c>residual</c>: partial codes kept while an image is encoded, and while the codebooks are refined for it; 1 takes the nearest code
    /// level by level. Default 8: against 1, codes come nearer their images, and a query near an image shares more of its codes.
    /// </summary>
    public int EncodingBeam { get; init; } = 8;

    /// <summary>
    /// <c>residual</c>: end an identifier as soon as its beginning, of at least the coarse and the first residual code, belongs to one
    /// image alone. Default true: fewer decoding steps, and no tokens to learn that choose nothing. The price: such an image takes the
    /// whole region behind its beginning, and an image added later that falls there must take codes beside its nearest (measured where a
    /// collection doubled: half of the newcomers, against a tenth with whole codes). Turn it off for collections that grow much between
    /// consolidations.
    /// </summary>
    public bool Compact { get; init; } = true;

    /// <summary><c>semantic</c>: identifiers of an image at most, one a caption, at least 1. Default 5, as the paper.</summary>
    public int CaptionsPerImage { get; init; } = 5;

    /// <summary><c>semantic</c>: words of an identifier at most, at least 1. Default 12.</summary>
    public int MaxWords { get; init; } = 12;

    /// <summary>Refuses values outside their range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Check()
    {
        AutomaticOr(2, Branching, nameof(Branching));
        AutomaticOr(1, LeafSize, nameof(LeafSize));
        AutomaticOr(1, CoarseCodes, nameof(CoarseCodes));
        AutomaticOr(1, CodesPerLevel, nameof(CodesPerLevel));
        AutomaticOr(1, Levels, nameof(Levels));
        CheckCodebooks();
        if (CodebookContrast is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"{nameof(CodebookContrast)} must be a number from 0 to 1, got {CodebookContrast}.");
        }

        AtLeastOne(EncodingBeam, nameof(EncodingBeam));
        AtLeastOne(CaptionsPerImage, nameof(CaptionsPerImage));
        AtLeastOne(MaxWords, nameof(MaxWords));
    }

    private void CheckCodebooks()
    {
        if (Codebooks is null)
        {
            return;
        }

        if (Codebooks.Count < 2 || Codebooks.Any(codes => codes < 1))
        {
            throw new ArgumentException(
                $"{nameof(Codebooks)} must be at least two sizes of at least 1, the coarse codes first, got '{string.Join(',', Codebooks)}'.");
        }

        if (CoarseCodes != 0 || CodesPerLevel != 0 || Levels != 0)
        {
            throw new ArgumentException(
                $"{nameof(Codebooks)} says the size of every level: leave {nameof(CoarseCodes)}, {nameof(CodesPerLevel)} and {nameof(Levels)} at 0.");
        }
    }

    private static void AutomaticOr(int least, int value, string name)
    {
        if (value != 0 && value < least)
        {
            throw new ArgumentException($"{name} must be 0 (automatic) or at least {least}, got {value}.");
        }
    }

    private static void AtLeastOne(int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentException($"{name} must be at least 1, got {value}.");
        }
    }
}
