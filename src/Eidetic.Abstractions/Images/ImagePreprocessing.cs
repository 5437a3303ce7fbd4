namespace Eidetic.Abstractions;

/// <summary>How a picture is brought to the size an encoder looks at. Scaling the values is the encoder's own business.</summary>
public sealed record ImagePreprocessing
{
    /// <summary>Width and height in pixels of the square the encoder takes.</summary>
    public required int Size { get; init; }

    /// <summary>How a picture that is not square becomes square. Default: squash, which keeps the whole picture.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Squash;

    /// <summary>How pixels are mixed when a picture is scaled. Default: bilinear.</summary>
    public ImageResampling Resampling { get; init; } = ImageResampling.Bilinear;
}

/// <summary>How a picture that is not square becomes square.</summary>
public enum ImageFit
{
    /// <summary>Both sides are scaled to the target; the aspect ratio changes, nothing is cut.</summary>
    Squash,

    /// <summary>The shorter side is scaled to the target and the middle of the longer side is kept.</summary>
    CenterCrop,
}
