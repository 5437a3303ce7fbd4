using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>How CLIP's eyes want pictures: shorter side to size by Pillow's bicubic, the middle, bytes to 0..1, then mean and deviation of each color.</summary>
internal static class ClipPreparation
{
    private const int Bicubic = 3;

    /// <summary>OpenAI's.</summary>
    public static TowerPreparation Standard(int imageSize) => new(Picture(imageSize), TilePixels.ClipMean, TilePixels.ClipDeviation);

    /// <summary>Reads a preprocessor_config.json of Hugging Face's; what it leaves out is OpenAI's.</summary>
    /// <param name="root">The object.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="imageSize">Width and height the eyes take.</param>
    /// <exception cref="CheckpointFormatException">It asks for something that is not computed here.</exception>
    public static TowerPreparation Read(JsonElement root, string path, int imageSize)
    {
        var fields = new PreparationFields(root, path);
        fields.RequireSteps(isCropped: true);
        if (fields.Resampling() is { } resample && resample != Bicubic)
        {
            throw fields.Bad($"expected 'resample' to be {Bicubic} (bicubic), found {resample}; other kernels are not supported for CLIP");
        }

        fields.RequireSize("size", imageSize, "shortest_edge", "height", "width");
        fields.RequireSize("crop_size", imageSize, "height", "width");
        return new TowerPreparation(Picture(imageSize), fields.Colors("image_mean") ?? TilePixels.ClipMean, fields.Colors("image_std") ?? TilePixels.ClipDeviation);
    }

    private static ImagePreprocessing Picture(int imageSize) =>
        new() { Size = imageSize, Fit = ImageFit.CenterCrop, Resampling = ImageResampling.PillowBicubic };
}
