using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>What a folder is a model of, by its <c>config.json</c> or the names of its files.</summary>
/// <param name="Kind">In words.</param>
/// <param name="Known">The published model, or null.</param>
/// <param name="Needed">Files that must be there, weights apart.</param>
/// <param name="WeightFolders">Folders below that must hold weights; empty text for the folder itself.</param>
/// <param name="Problem">Why it is not certain, or null.</param>
internal sealed record ModelNature(
    string Kind, PublishedModel? Known, IReadOnlyList<string> Needed, IReadOnlyList<string> WeightFolders, string? Problem = null)
{
    private const string Config = "config.json";
    private static readonly string[] Pictures = [Config, "tokenizer.json", "preprocessor_config.json"];

    /// <summary>Looks at a folder's descriptions.</summary>
    public static ModelNature Of(string folder)
    {
        var path = Path.Combine(folder, Config);
        var isFlamingo = File.Exists(Path.Combine(folder, "checkpoint.pt"))
            || (Directory.Exists(Path.Combine(folder, "clip")) && Directory.Exists(Path.Combine(folder, "mpt")));
        if (isFlamingo)
        {
            return new ModelNature(
                "OpenFlamingo: what was trained, with CLIP's eyes and MPT as its language model",
                PublishedModels.Find("openflamingo-3b"),
                ["checkpoint.pt", "clip/config.json", "clip/preprocessor_config.json", "mpt/config.json", "mpt/tokenizer.json"],
                ["clip", "mpt"]);
        }

        if (!File.Exists(path))
            return OpenAiClip(folder) ?? new ModelNature("unknown: there is no config.json", null, [Config], [""]);

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Of(document.RootElement, folder);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new ModelNature("unknown", null, [], [""], $"{Config} is damaged ({exception.Message})");
        }
    }

    // OpenAI publishes weights and nothing beside them: what they are stands in their names and shapes.
    private static ModelNature? OpenAiClip(string folder)
    {
        try
        {
            using var files = CheckpointFolder.Open(folder);
            return files.Weights.Contains("visual.conv1.weight") && files.Weights.Contains("token_embedding.weight") ? OpenAiClip(files.Weights) : null;
        }
        catch (CheckpointFormatException)
        {
            return null;
        }
    }

    private static ModelNature OpenAiClip(ICheckpoint weights)
    {
        const string kind = "CLIP in OpenAI's own layout";
        try
        {
            var eyes = ClipConfig.Derive(weights).Vision;
            return new ModelNature($"{kind}: eyes (ViT, patches of {eyes.PatchSize} in {eyes.ImageSize} pixels) and ears", null, [], [""]);
        }
        catch (CheckpointFormatException exception)
        {
            return new ModelNature(kind, null, [], [""], exception.Message.TrimEnd('.'));
        }
    }

    private static ModelNature Of(JsonElement config, string folder)
    {
        var type = config.TryGetProperty("model_type", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        return type switch
        {
            "idefics3" or "smolvlm" => new("Idefics3 (SmolVLM): a multimodal language model", SmolVlm(config), Pictures, [""]),
            "clip" => new("CLIP: eyes and ears", Clip(config), Pictures, [""]),
            "siglip" => new("SigLIP: eyes and ears", Siglip(config), SiglipFiles(folder), [""]),
            "llama" => new("Llama: a language model without eyes", null, [Config, "tokenizer.json"], [""]),
            "mpt" or "mosaic_gpt" => new("MPT: a language model without eyes", null, [Config, "tokenizer.json"], [""]),
            _ => new($"unknown: its model_type is '{type}'", null, [], [""]),
        };
    }

    // Its vocabulary may be in either file.
    private static string[] SiglipFiles(string folder) =>
        File.Exists(Path.Combine(folder, "spiece.model")) ? [.. Pictures.Where(file => file != "tokenizer.json")] : Pictures;

    private static PublishedModel? SmolVlm(JsonElement config) => Number(config, "text_config", "hidden_size") switch
    {
        576 => PublishedModels.Find("smolvlm-256m"),
        960 => PublishedModels.Find("smolvlm-500m"),
        2048 => PublishedModels.Find("smolvlm-2.2b"),
        _ => null,
    };

    private static PublishedModel? Clip(JsonElement config) =>
        (Number(config, "vision_config", "patch_size"), Number(config, "projection_dim")) switch
        {
            (32, 512) => PublishedModels.Find("clip-b32"),
            (16, 512) => PublishedModels.Find("clip-b16"),
            (14, 768) when Number(config, "vision_config", "image_size") is null or 224 => PublishedModels.Find("clip-l14"),
            _ => null,
        };

    // Published configs leave out what is the default: a width of 768, and patches of 16 pixels of a picture of 224.
    private static PublishedModel? Siglip(JsonElement config) =>
        (Number(config, "vision_config", "hidden_size") ?? 768, Number(config, "vision_config", "patch_size") ?? 16,
            Number(config, "vision_config", "image_size") ?? 224) == (768, 16, 224)
            ? PublishedModels.Find("siglip-b16")
            : null;

    private static int? Number(JsonElement config, params string[] path)
    {
        foreach (var step in path)
        {
            if (config.ValueKind != JsonValueKind.Object || !config.TryGetProperty(step, out config))
                return null;
        }

        return config.ValueKind == JsonValueKind.Number && config.TryGetInt32(out var number) ? number : null;
    }
}
