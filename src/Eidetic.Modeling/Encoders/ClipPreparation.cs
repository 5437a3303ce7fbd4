using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>How CLIP's pixels are scaled: bytes to 0..1, then mean and deviation of each color. The square is cut before, as <see cref="ImageFit.CenterCrop"/>.</summary>
/// <param name="Mean">float32 [3].</param>
/// <param name="Deviation">float32 [3], positive.</param>
internal sealed record ClipPreparation(float[] Mean, float[] Deviation)
{
    private const int Bicubic = 3;

    /// <summary>OpenAI's.</summary>
    public static ClipPreparation Standard { get; } = new(TilePixels.ClipMean, TilePixels.ClipDeviation);

    /// <summary>Reads a preprocessor_config.json of Hugging Face's; what it leaves out is OpenAI's.</summary>
    /// <param name="root">The object.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="imageSize">Width and height the eyes take.</param>
    /// <exception cref="CheckpointFormatException">It asks for something that is not computed here.</exception>
    public static ClipPreparation Read(JsonElement root, string path, int imageSize)
    {
        var fields = new ConfigFields(root, path);
        foreach (var step in new[] { "do_resize", "do_center_crop", "do_normalize" })
        {
            fields.Require(step, true, otherwise: true);
        }

        if (fields.Number("resample") is { } resample && resample != Bicubic)
        {
            throw new CheckpointFormatException(path, $"{path}: expected 'resample' to be {Bicubic} (bicubic), found {resample}; other kernels are not supported for CLIP.");
        }

        foreach (var (name, sides) in new[] { ("size", new[] { "shortest_edge", "height", "width" }), ("crop_size", ["height", "width"]) })
        {
            foreach (var size in Sizes(root, name, sides))
            {
                if (size != imageSize)
                {
                    throw new CheckpointFormatException(path, $"{path}: expected '{name}' to be the {imageSize} pixels of the model's config, found {size}.");
                }
            }
        }

        return new ClipPreparation(Colors(root, path, "image_mean") ?? Standard.Mean, Colors(root, path, "image_std") ?? Standard.Deviation);
    }

    private static IEnumerable<double> Sizes(JsonElement root, string name, string[] sides)
    {
        if (!root.TryGetProperty(name, out var field))
        {
            return [];
        }

        return field.ValueKind == JsonValueKind.Object
            ? sides.Where(side => field.TryGetProperty(side, out var value) && value.ValueKind == JsonValueKind.Number).Select(side => field.GetProperty(side).GetDouble())
            : field.ValueKind == JsonValueKind.Number ? [field.GetDouble()] : [];
    }

    private static float[]? Colors(JsonElement root, string path, string name)
    {
        if (!root.TryGetProperty(name, out var field))
        {
            return null;
        }

        return field.ValueKind == JsonValueKind.Array && field.GetArrayLength() == 3 && field.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number && v.GetDouble() > 0)
            ? [.. field.EnumerateArray().Select(v => v.GetSingle())]
            : throw new CheckpointFormatException(path, $"{path}: expected '{name}' to be three positive numbers, found {field.GetRawText()}.");
    }
}
