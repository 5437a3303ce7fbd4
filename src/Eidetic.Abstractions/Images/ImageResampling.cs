namespace Eidetic.Abstractions;

/// <summary>How pixels are mixed when a picture is scaled; each kernel widens with the factor of shrinking (antialiasing).</summary>
public enum ImageResampling
{
    /// <summary>Triangle over two pixels, in float32, rounded once.</summary>
    Bilinear,

    /// <summary>Keys' cubic (a = -0.5) over four pixels, in the fixed point of Pillow: CLIP.</summary>
    PillowBicubic,

    /// <summary>Windowed sinc over six pixels, in the fixed point of Pillow: Idefics3.</summary>
    PillowLanczos,
}
