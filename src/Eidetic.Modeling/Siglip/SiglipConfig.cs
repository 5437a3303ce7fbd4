using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Learns the sizes of a SigLIP from its config.json; what it leaves out has B/16's value, as in transformers.</summary>
internal static class SiglipConfig
{
    /// <summary>Reads the config of both towers.</summary>
    /// <param name="root">The object.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CheckpointFormatException">A size is no size, or the model computes otherwise than this code.</exception>
    public static SiglipOptions Read(JsonElement root, string path)
    {
        var none = new ConfigFields(default, path);
        var fields = new ConfigFields(root, path);
        var text = fields.Part("text_config") ?? none;
        var vision = fields.Part("vision_config") ?? none;
        vision.Require("vision_use_head", true, otherwise: true);
        var transformer = Transformer(text, path);
        return new SiglipOptions
        {
            Vision = ReadVision(vision, path),
            Text = new SiglipTextOptions
            {
                Vocabulary = text.Size("vocab_size", otherwise: 32000),
                ContextLength = text.Size("max_position_embeddings", otherwise: 64),
                OutputDim = text.Size("projection_size", otherwise: transformer.Width),
                Transformer = transformer,
            },
        };
    }

    /// <summary>Reads the config of the eyes.</summary>
    public static SiglipVisionOptions ReadVision(ConfigFields fields, string path) => new()
    {
        ImageSize = fields.Size("image_size", otherwise: 224),
        PatchSize = fields.Size("patch_size", otherwise: 16),
        Transformer = Transformer(fields, path),
    };

    private static SiglipTransformerOptions Transformer(ConfigFields part, string path)
    {
        var width = part.Size("hidden_size", otherwise: 768);
        return new SiglipTransformerOptions
        {
            Width = width,
            Layers = part.Size("num_hidden_layers", otherwise: 12),
            Heads = TowerConfig.Heads(part, path, otherwise: 12, width),
            FeedForward = part.Size("intermediate_size", otherwise: 3072),
            Activation = TowerConfig.Activation(part, path, TowerActivation.GeluTanh),
            Epsilon = part.Number("layer_norm_eps") ?? 1e-6,
        };
    }
}
