using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Reads what preprocessor_config.json files of several models have in common.</summary>
/// <param name="root">The object.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class PreparationFields(JsonElement root, string path)
{
    private const double ByteScale = 1 / 255.0;
    private const double Tolerance = 1e-6;
    private readonly ConfigFields _fields = new(root, path);

    /// <summary>Refuses steps that are left out here or added there.</summary>
    /// <param name="isCropped">Whether the middle is cut out; a file that does not say asks for it where this is true.</param>
    public void RequireSteps(bool isCropped)
    {
        foreach (var step in new[] { "do_resize", "do_rescale", "do_normalize" })
        {
            _fields.Require(step, true, otherwise: true);
        }

        _fields.Require("do_center_crop", isCropped, otherwise: isCropped);
        if (_fields.Number("rescale_factor") is { } factor && Math.Abs(factor - ByteScale) > Tolerance)
        {
            throw Bad($"expected 'rescale_factor' to be 1/255, found {factor}; other scales are not supported");
        }
    }

    /// <summary>The kernel by Pillow's number, or null where the file does not say.</summary>
    public int? Resampling() => (int?)_fields.Number("resample");

    /// <summary>Refuses a size that is not the one of the model's config.</summary>
    /// <param name="name">The field: a number, or an object of sides.</param>
    /// <param name="imageSize">Width and height the eyes take.</param>
    /// <param name="sides">The sides that are known; what else the object names is refused.</param>
    public void RequireSize(string name, int imageSize, params string[] sides)
    {
        foreach (var (side, size) in Sizes(name))
        {
            if (size != imageSize || (side is not null && !sides.Contains(side)))
            {
                throw Bad($"expected '{name}' to be the {imageSize} pixels of the model's config, found {size}{(side is null ? "" : $" for '{side}'")}");
            }
        }
    }

    /// <summary>Three positive numbers, or null where the file does not say.</summary>
    public float[]? Colors(string name)
    {
        if (!root.TryGetProperty(name, out var field))
        {
            return null;
        }

        return field.ValueKind == JsonValueKind.Array && field.GetArrayLength() == 3 && field.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number && v.GetDouble() > 0)
            ? [.. field.EnumerateArray().Select(v => v.GetSingle())]
            : throw Bad($"expected '{name}' to be three positive numbers, found {field.GetRawText()}");
    }

    /// <summary>An error in this file.</summary>
    public CheckpointFormatException Bad(string fact) => new(path, $"{path}: {fact}.");

    private IEnumerable<(string? Side, double Size)> Sizes(string name)
    {
        if (!root.TryGetProperty(name, out var field))
        {
            return [];
        }

        return field.ValueKind == JsonValueKind.Object
            ? field.EnumerateObject().Where(side => side.Value.ValueKind == JsonValueKind.Number).Select(side => ((string?)side.Name, side.Value.GetDouble()))
            : field.ValueKind == JsonValueKind.Number ? [(null, field.GetDouble())] : [];
    }
}
