using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// How SigLIP's eyes want pictures (transformers <c>SiglipImageProcessor</c>): both sides scaled to the square, nothing cut, bytes to 0..1, then
/// mean and deviation of each color.
/// </summary>
internal static class SiglipPreparation
{
    /// <summary>What a folder without a preprocessor_config.json gets: Pillow's bicubic, values in -1..1.</summary>
    public static TowerPreparation Standard(int imageSize) => new(Picture(imageSize, ImageResampling.PillowBicubic), TilePixels.Half, TilePixels.Half);

    /// <summary>Reads a preprocessor_config.json; what it leaves out is as in transformers.</summary>
    /// <param name="root">The object.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="imageSize">Width and height the eyes take.</param>
    /// <exception cref="CheckpointFormatException">It asks for something that is not computed here.</exception>
    public static TowerPreparation Read(JsonElement root, string path, int imageSize)
    {
        var fields = new PreparationFields(root, path);
        fields.RequireSteps(isCropped: false);
        fields.RequireSize("size", imageSize, "height", "width");
        return new TowerPreparation(Picture(imageSize, Kernel(fields)), fields.Colors("image_mean") ?? TilePixels.Half, fields.Colors("image_std") ?? TilePixels.Half);
    }

    // Pillow's numbers. Bilinear is rounded once here and twice there, so that single pixels may differ by one step.
    private static ImageResampling Kernel(PreparationFields fields) => fields.Resampling() switch
    {
        null or 3 => ImageResampling.PillowBicubic,
        2 => ImageResampling.Bilinear,
        1 => ImageResampling.PillowLanczos,
        var other => throw fields.Bad($"expected 'resample' to be 3 (bicubic), 2 (bilinear) or 1 (Lanczos), found {other}"),
    };

    private static ImagePreprocessing Picture(int imageSize, ImageResampling resampling) =>
        new() { Size = imageSize, Fit = ImageFit.Squash, Resampling = resampling };
}
