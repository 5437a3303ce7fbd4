namespace Eidetic.Abstractions;

/// <summary>A picture ready for a model's eyes.</summary>
/// <param name="Tiles">Squares of one size, row by row, the whole picture last; or the whole picture only.</param>
/// <param name="Rows">Rows of tiles; 0 when the picture was not cut.</param>
/// <param name="Columns">Columns of tiles; 0 when the picture was not cut.</param>
public sealed record PreparedPicture(IReadOnlyList<RgbImage> Tiles, int Rows, int Columns);
