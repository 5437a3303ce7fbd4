using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Sizes and habits of an MPT language model, as its config.json says them.</summary>
internal sealed record MptConfig
{
    /// <summary>Whether parameters carry Hugging Face's names (<c>norm_1</c>, <c>ffn.up_proj</c>) or MosaicGPT's (<c>ln_1</c>, <c>mlp.mlp_up</c>).</summary>
    public required bool HasHuggingFaceNames { get; init; }

    /// <summary>Length of a state.</summary>
    public required int Width { get; init; }

    /// <summary>Attention heads; divides <see cref="Width"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Tokens of the published table.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Width of the feed-forward layers over <see cref="Width"/>. Default 4.</summary>
    public int Expansion { get; init; } = 4;

    /// <summary>Whether queries and keys are normalized over their whole width, all heads together. Default false.</summary>
    public bool NormalizesQueriesAndKeys { get; init; }

    /// <summary>Bound of the absolute value of queries, keys and values, or null for none.</summary>
    public double? Clip { get; init; }

    /// <summary>Factor of attention scores; null for 1/√headDim.</summary>
    public double? SoftmaxScale { get; init; }

    /// <summary>Exponent of the steepest slope of ALiBi. Default 8.</summary>
    public double MaxAlibiBias { get; init; } = 8;

    /// <summary>Added to the variance by layer normalization. Default 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Reads a config.json of either naming.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointFormatException">It is no JSON, lacks a size, or asks for what this model does not do.</exception>
    public static MptConfig Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, path);
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(path, $"{path}: expected the JSON of an MPT config ({exception.Message})", exception);
        }
    }

    /// <summary>Reads the object of a config, which may be a part of another.</summary>
    public static MptConfig Read(JsonElement root, string path)
    {
        var fields = new ConfigFields(root, path);
        var attention = fields.Part("attn_config");
        fields.Require("no_bias", true, otherwise: false);
        fields.Require("tie_word_embeddings", true, otherwise: true);
        fields.RequireNull("logit_scale");
        (attention ?? fields).Require("alibi", true, otherwise: false);
        (attention ?? fields).Require("prefix_lm", false, otherwise: false);
        var config = new MptConfig
        {
            HasHuggingFaceNames = attention is not null,
            Width = fields.Size("d_model"),
            Heads = fields.Size("n_heads"),
            Layers = fields.Size("n_layers"),
            Vocabulary = fields.Size("vocab_size"),
            Expansion = fields.Size(attention is null ? "mlp_ratio" : "expansion_ratio", otherwise: 4),
            NormalizesQueriesAndKeys = attention?.Flag("qk_ln", otherwise: false) ?? fields.Flag("attn_qk_ln", otherwise: false),
            Clip = attention is null ? fields.Number("attn_clip_qkv") : attention.Number("clip_qkv"),
            SoftmaxScale = (attention ?? fields).Number("softmax_scale"),
            MaxAlibiBias = (attention ?? fields).Number("alibi_bias_max") ?? 8,
            Epsilon = fields.Number("layer_norm_epsilon") ?? 1e-5,
        };
        return config.Width % config.Heads == 0
            ? config
            : throw new CheckpointFormatException(path, $"{path}: expected d_model {config.Width} to be a multiple of n_heads {config.Heads}.");
    }
}
