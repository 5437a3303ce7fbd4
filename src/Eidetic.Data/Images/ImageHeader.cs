namespace Eidetic.Data;

/// <summary>What a picture's header says, upright: width and height are those after EXIF orientation.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct ImageHeader(int Width, int Height);
