using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Sizes and habits of a Llama language model, as its config.json says them.</summary>
internal sealed record LlamaConfig
{
    /// <summary>Length of a state.</summary>
    public required int Width { get; init; }

    /// <summary>Width inside the feed-forward layers.</summary>
    public required int FeedForwardWidth { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads of queries.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and values; divides <see cref="Heads"/>. Each serves as many query heads (Ainslie et al. 2023, arXiv 2305.13245).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Length of a head's vectors; even.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Tokens of the published table.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Base of the rotary positions' wavelengths, θ in the paper. Default 10,000.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Added to the mean square by normalization. Default 1e-6.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>Whether the head is the embedding table. Default false.</summary>
    public bool TiesHead { get; init; }

    /// <summary>Reads a config.json.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointFormatException">It is no JSON, lacks a size, or asks for what this model does not do.</exception>
    public static LlamaConfig Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, path);
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(path, $"{path}: expected the JSON of a Llama config ({exception.Message})", exception);
        }
    }

    /// <summary>Reads the object of a config, which may be a part of another.</summary>
    public static LlamaConfig Read(JsonElement root, string path)
    {
        var fields = new ConfigFields(root, path);
        fields.Require("attention_bias", false, otherwise: false);
        fields.Require("mlp_bias", false, otherwise: false);
        fields.Require("rope_interleaved", false, otherwise: false);
        fields.Require("qk_layer_norms", false, otherwise: false);
        fields.Require("use_resampler", false, otherwise: false);
        fields.RequireNull("rope_scaling");
        fields.RequireNull("sliding_window");
        fields.RequireNull("no_rope_layers");
        RequireText(fields, "model_type", "llama", path);
        RequireText(fields, "hidden_act", "silu", path);
        var rope = fields.Part("rope_parameters");      // newer configs keep what concerns rotary positions there
        if (rope is not null)
        {
            RequireText(rope, "rope_type", "default", path);
        }

        if ((fields.Number("partial_rotary_factor") ?? rope?.Number("partial_rotary_factor") ?? 1) is var share and not 1)
        {
            throw new CheckpointFormatException(path, FormattableString.Invariant(
                $"{path}: expected 'partial_rotary_factor' to be 1, found {share}; heads that turn in part are not supported."));
        }

        var (width, heads) = (fields.Size("hidden_size"), fields.Size("num_attention_heads"));
        var config = new LlamaConfig
        {
            Width = width,
            FeedForwardWidth = fields.Size("intermediate_size"),
            Layers = fields.Size("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = fields.Size("num_key_value_heads", otherwise: heads),
            HeadDim = fields.Size("head_dim", otherwise: Math.Max(1, width / heads)),
            Vocabulary = fields.Size("vocab_size"),
            RopeTheta = fields.Number("rope_theta") ?? rope?.Number("rope_theta") ?? 10_000,
            Epsilon = fields.Number("rms_norm_eps") ?? 1e-6,
            TiesHead = fields.Flag("tie_word_embeddings", otherwise: false),
        };
        return config.Heads % config.KeyValueHeads == 0 && config.HeadDim % 2 == 0
            ? config
            : throw new CheckpointFormatException(
                path, $"{path}: expected {config.Heads} heads in groups of {config.KeyValueHeads} and an even head_dim, found head_dim {config.HeadDim}.");
    }

    private static void RequireText(ConfigFields fields, string name, string wanted, string path)
    {
        if (fields.Text(name) is { } found && found != wanted)
        {
            throw new CheckpointFormatException(path, $"{path}: expected '{name}' to be {wanted}, found {found}; no other is supported.");
        }
    }
}
