using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>How pictures are prepared for published eyes.</summary>
/// <param name="Picture">How a picture is brought to the square the eyes take.</param>
/// <param name="Mean">float32 [3], taken from each color, which is in 0..1.</param>
/// <param name="Deviation">float32 [3], positive, by which each color is then divided.</param>
internal sealed record TowerPreparation(ImagePreprocessing Picture, float[] Mean, float[] Deviation);
