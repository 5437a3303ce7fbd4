using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Reads preprocessor_config.json of an Idefics3 or SmolVLM model: how its pictures are prepared.</summary>
internal static class Idefics3Preparation
{
    private const int Lanczos = 1;      // PIL.Image.Resampling.LANCZOS

    /// <summary>Reads the file.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <param name="tileSize">Width and height of a tile, as config.json says the eyes take it.</param>
    /// <exception cref="CheckpointFormatException">It is no JSON, or asks for what is not done here.</exception>
    public static PicturePreparation Parse(string json, string path, int tileSize)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, path, tileSize);
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(path, $"{path}: expected the JSON of a preprocessor config ({exception.Message})", exception);
        }
    }

    private static PicturePreparation Read(JsonElement root, string path, int tileSize)
    {
        var fields = new ConfigFields(root, path);
        fields.Require("do_resize", true, otherwise: true);
        fields.Require("do_rescale", true, otherwise: true);
        fields.Require("do_normalize", true, otherwise: true);
        RequireNear(fields.Number("resample") ?? Lanczos, Lanczos, "resample", path);
        RequireNear((fields.Number("rescale_factor") ?? 1 / 255.0) * 255, 1, "rescale_factor * 255", path);
        foreach (var name in new[] { "image_mean", "image_std" })
        {
            foreach (var value in Values(root, name, path))
            {
                RequireNear(value, 0.5, name, path);
            }
        }

        RequireNear(fields.Part("max_image_size")?.Number("longest_edge") ?? tileSize, tileSize, "max_image_size.longest_edge", path);
        return new PicturePreparation
        {
            Whole = new ImagePreprocessing { Size = tileSize, Fit = ImageFit.Squash, Resampling = ImageResampling.PillowLanczos },
            TiledLongestSide = fields.Flag("do_image_splitting", otherwise: true)
                ? fields.Part("size")?.Size("longest_edge") ?? throw new CheckpointFormatException(path, $"{path}: expected 'size' to hold 'longest_edge', found none.")
                : null,
        };
    }

    private static double[] Values(JsonElement root, string name, string path) => !root.TryGetProperty(name, out var values)
        ? []
        : values.ValueKind == JsonValueKind.Array && values.EnumerateArray().All(value => value.ValueKind == JsonValueKind.Number)
            ? [.. values.EnumerateArray().Select(value => value.GetDouble())]
            : throw new CheckpointFormatException(path, $"{path}: expected '{name}' to be a list of numbers, found {values.GetRawText()}.");

    private static void RequireNear(double found, double wanted, string name, string path)
    {
        if (Math.Abs(found - wanted) > 1e-6)
        {
            throw new CheckpointFormatException(path, FormattableString.Invariant(
                $"{path}: expected {name} to be {wanted}, found {found}; pictures prepared otherwise are not supported."));
        }
    }
}
