using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Sizes of an OpenFlamingo model (Awadalla et al. 2023, arXiv 2308.01390). Whoever publishes one publishes no config.json; this one names
/// the arguments of the reference's <c>create_model_and_transforms</c> and its parts.
/// </summary>
internal sealed record FlamingoConfig
{
    /// <summary>The frozen eyes.</summary>
    public required ClipVisionOptions Vision { get; init; }

    /// <summary>The language model, with the vocabulary of the trained embedding.</summary>
    public required MptConfig Language { get; init; }

    /// <summary>Every n-th block has a gated cross-attention before it: those with (index + 1) % n = 0. Default 1.</summary>
    public int CrossAttentionEvery { get; init; } = 1;

    /// <summary>Layers of the resampler. Default 6.</summary>
    public int ResamplerDepth { get; init; } = 6;

    /// <summary>Vectors the resampler makes of a picture. Default 64.</summary>
    public int Latents { get; init; } = 64;

    /// <summary>Heads of resampler and cross-attention. Default 8.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Length of a head of resampler and cross-attention. Default 64.</summary>
    public int HeadDim { get; init; } = 64;

    /// <summary>Width of their feed-forward layers over that of their input. Default 4.</summary>
    public int Expansion { get; init; } = 4;

    /// <summary>The token <c>&lt;image&gt;</c>; null to ask the tokenizer.</summary>
    public int? MediaToken { get; init; }

    /// <summary>The token <c>&lt;|endofchunk|&gt;</c>; null to ask the tokenizer.</summary>
    public int? EndToken { get; init; }

    /// <summary>Fills pads in batches; null to ask the tokenizer.</summary>
    public int? PaddingToken { get; init; }

    /// <summary>
    /// OpenFlamingo-3B: CLIP ViT-L/14 and MPT-1B. The reference calls <c>resize_token_embeddings(len(tokenizer))</c>
    /// (<c>open_flamingo/src/factory.py</c>), and GPT-NeoX's 50,277 tokens become 50,280 with <c>&lt;|endofchunk|&gt;</c>,
    /// <c>&lt;image&gt;</c> and <c>&lt;PAD&gt;</c>: the trained embedding is smaller than MPT-1B's own 50,368.
    /// </summary>
    public static FlamingoConfig ThreeBillion { get; } = new()
    {
        Vision = new ClipVisionOptions
        {
            ImageSize = 224,
            PatchSize = 14,
            OutputDim = 768,
            Transformer = new ClipTransformerOptions { Width = 1024, Layers = 24, Heads = 16, FeedForward = 4096 },
        },
        Language = new MptConfig
        {
            HasHuggingFaceNames = false,
            Width = 2048,
            Heads = 16,
            Layers = 24,
            Vocabulary = 50_280,
            NormalizesQueriesAndKeys = true,
        },
        MediaToken = 50_278,
        EndToken = 50_277,
        PaddingToken = 50_279,
    };

    /// <summary>Reads a config: <c>vision_cfg</c>, <c>lang_encoder</c>, and, where they are not the default, <c>perceiver</c> and <c>cross_attn</c>.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointFormatException">It is no JSON, lacks a size, or asks for what this model does not do.</exception>
    public static FlamingoConfig Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, path);
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(path, $"{path}: expected the JSON of an OpenFlamingo config ({exception.Message})", exception);
        }
    }

    private static FlamingoConfig Read(JsonElement root, string path)
    {
        var fields = new ConfigFields(root, path);
        var vision = fields.Part("vision_cfg") ?? throw Missing(path, "vision_cfg");
        var language = fields.Part("lang_encoder") is not null ? root.GetProperty("lang_encoder") : throw Missing(path, "lang_encoder");
        var resampler = fields.Part("perceiver");
        fields.Part("cross_attn")?.Require("only_attend_immediate_media", true, otherwise: true);
        var width = vision.Size("width");
        return new FlamingoConfig
        {
            Vision = new ClipVisionOptions
            {
                ImageSize = vision.Size("image_size"),
                PatchSize = vision.Size("patch_size"),
                OutputDim = vision.Size("embed_dim"),
                Transformer = new ClipTransformerOptions
                {
                    Width = width,
                    Layers = vision.Size("layers"),
                    Heads = width / vision.Size("head_width", otherwise: 64),
                    FeedForward = (int)(width * (vision.Number("mlp_ratio") ?? 4)),
                    Activation = TowerActivations.Find(vision.Text("activation") ?? "quick_gelu")
                        ?? throw new CheckpointFormatException(path, $"{path}: expected 'activation' to be quick_gelu or gelu, found {vision.Text("activation")}."),
                    Epsilon = vision.Number("layer_norm_eps") ?? 1e-5,
                },
            },
            Language = MptConfig.Read(language, path),
            CrossAttentionEvery = fields.Size("cross_attn_every_n_layers", otherwise: 1),
            ResamplerDepth = resampler?.Size("depth", otherwise: 6) ?? 6,
            Latents = resampler?.Size("num_latents", otherwise: 64) ?? 64,
            Heads = resampler?.Size("heads", otherwise: 8) ?? 8,
            HeadDim = resampler?.Size("dim_head", otherwise: 64) ?? 64,
            Expansion = resampler?.Size("ff_mult", otherwise: 4) ?? 4,
            MediaToken = (int?)fields.Number("media_token_id"),
            EndToken = (int?)fields.Number("eoc_token_id"),
            PaddingToken = (int?)fields.Number("pad_token_id"),
        };
    }

    private static CheckpointFormatException Missing(string path, string name) => new(path, $"{path}: expected an object '{name}', found none.");
}
