using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Sizes of an Idefics3 or SmolVLM model, as its config.json says them.</summary>
internal sealed record Idefics3Config
{
    private const int LlamaEndToken = 2;     // transformers' LlamaConfig, for the published configs that name none

    /// <summary>The eyes: SigLIP without its head.</summary>
    public required SiglipVisionOptions Vision { get; init; }

    /// <summary>The language model.</summary>
    public required LlamaConfig Language { get; init; }

    /// <summary>How many rows and columns of patches become one vector.</summary>
    public required int ScaleFactor { get; init; }

    /// <summary>The token whose place a picture's vectors take.</summary>
    public required int ImageToken { get; init; }

    /// <summary>Fills pads.</summary>
    public required int PaddingToken { get; init; }

    /// <summary>Ends a text; answers end with a token that only the tokenizer names, where it has one.</summary>
    public required int EndToken { get; init; }

    /// <summary>Vectors of a tile.</summary>
    public int TokensPerTile => Vision.PatchesPerSide / ScaleFactor * (Vision.PatchesPerSide / ScaleFactor);

    /// <summary>Reads a config.json.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointFormatException">It is no JSON, lacks a size, or asks for what this model does not do.</exception>
    public static Idefics3Config Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, path);
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(path, $"{path}: expected the JSON of an Idefics3 config ({exception.Message})", exception);
        }
    }

    private static Idefics3Config Read(JsonElement root, string path)
    {
        var fields = new ConfigFields(root, path);
        var text = Part(root, "text_config", path);
        var vision = new ConfigFields(Part(root, "vision_config", path), path);
        var language = LlamaConfig.Read(text, path) with { TiesHead = fields.Flag("tie_word_embeddings", otherwise: false) };
        var config = new Idefics3Config
        {
            Vision = new SiglipVisionOptions
            {
                ImageSize = vision.Size("image_size"),
                PatchSize = vision.Size("patch_size"),
                HasHead = false,
                Transformer = new SiglipTransformerOptions
                {
                    Width = vision.Size("hidden_size"),
                    Layers = vision.Size("num_hidden_layers", otherwise: 12),
                    Heads = vision.Size("num_attention_heads"),
                    FeedForward = vision.Size("intermediate_size", otherwise: 3072),
                    Epsilon = vision.Number("layer_norm_eps") ?? 1e-6,
                },
            },
            Language = language,
            ScaleFactor = fields.Size("scale_factor"),
            ImageToken = fields.Size("image_token_id"),
            PaddingToken = (int)(new ConfigFields(text, path).Number("pad_token_id") ?? fields.Number("pad_token_id") ?? 0),
            EndToken = (int)(new ConfigFields(text, path).Number("eos_token_id") ?? LlamaEndToken),
        };
        return config.Vision.PatchesPerSide % config.ScaleFactor == 0
            ? config
            : throw new CheckpointFormatException(
                path, $"{path}: expected {config.Vision.PatchesPerSide} patches in a row to be a multiple of scale_factor {config.ScaleFactor}.");
    }

    private static JsonElement Part(JsonElement root, string name, string path) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object
            ? part
            : throw new CheckpointFormatException(path, $"{path}: expected an object '{name}', found none; is it the config of another model?");
}
