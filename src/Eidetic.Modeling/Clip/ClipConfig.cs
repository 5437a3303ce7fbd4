using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Learns the sizes of a CLIP from its config.json (Hugging Face) or, where none was published, from its tensors (OpenAI, open_clip).</summary>
internal static class ClipConfig
{
    private const int PublishedEnd = 49407;

    // The configs that OpenAI published say 2, which no text contains; transformers then pools the highest token.
    private const int LegacyEnd = 2;

    /// <summary>Reads a config.json of Hugging Face's; what it leaves out has ViT-B/32's value, as in transformers.</summary>
    /// <param name="root">The object.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="CheckpointFormatException">A size is no size, or the model computes otherwise than this code.</exception>
    public static ClipOptions Read(JsonElement root, string path)
    {
        var none = new ConfigFields(default, path);
        var fields = new ConfigFields(root, path);
        var (text, vision) = (fields.Part("text_config") ?? none, fields.Part("vision_config") ?? none);
        var outputs = fields.Size("projection_dim", otherwise: 512);
        var end = (int)(text.Number("eos_token_id") ?? PublishedEnd);
        return new ClipOptions
        {
            Vision = new ClipVisionOptions
            {
                ImageSize = vision.Size("image_size", otherwise: 224),
                PatchSize = vision.Size("patch_size", otherwise: 32),
                OutputDim = outputs,
                Transformer = Transformer(vision, path, width: 768, heads: 12),
            },
            Text = new ClipTextOptions
            {
                Vocabulary = text.Size("vocab_size", otherwise: 49408),
                ContextLength = text.Size("max_position_embeddings", otherwise: 77),
                OutputDim = outputs,
                EndToken = end == LegacyEnd ? null : end,
                Transformer = Transformer(text, path, width: 512, heads: 8),
            },
        };
    }

    /// <summary>Reads the sizes off the tensors, as openai/CLIP does: a head has 64 numbers, and what is not a size is OpenAI's.</summary>
    /// <param name="checkpoint">A checkpoint under OpenAI's names.</param>
    /// <param name="activation">The nonlinearity, which no tensor tells.</param>
    /// <exception cref="CheckpointFormatException">It is not a CLIP with a vision transformer.</exception>
    public static ClipOptions Derive(ICheckpoint checkpoint, TowerActivation activation = TowerActivation.QuickGelu)
    {
        if (checkpoint.Contains("visual.layer1.0.conv1.weight"))
        {
            throw new CheckpointFormatException(
                checkpoint.Path, $"{checkpoint.Path} holds a CLIP whose eyes are a ResNet: those are not supported, choose one with a vision transformer (ViT).");
        }

        var kernel = Shape(checkpoint, "visual.conv1.weight", axes: 4);
        var grid = (int)Math.Round(Math.Sqrt(Shape(checkpoint, "visual.positional_embedding", axes: 2)[0] - 1));
        var tokens = Shape(checkpoint, "token_embedding.weight", axes: 2);
        return new ClipOptions
        {
            Vision = new ClipVisionOptions
            {
                ImageSize = grid * kernel[3],
                PatchSize = kernel[3],
                OutputDim = Shape(checkpoint, "visual.proj", axes: 2)[1],
                Transformer = Transformer(checkpoint, "visual.", kernel[0], activation),
            },
            Text = new ClipTextOptions
            {
                Vocabulary = tokens[0],
                ContextLength = Shape(checkpoint, "positional_embedding", axes: 2)[0],
                OutputDim = Shape(checkpoint, "text_projection", axes: 2)[1],
                Transformer = Transformer(checkpoint, "", tokens[1], activation),
            },
        };
    }

    private static ClipTransformerOptions Transformer(ConfigFields part, string path, int width, int heads)
    {
        width = part.Size("hidden_size", width);
        return new ClipTransformerOptions
        {
            Width = width,
            Layers = part.Size("num_hidden_layers", otherwise: 12),
            Heads = TowerConfig.Heads(part, path, heads, width),
            FeedForward = part.Size("intermediate_size", otherwise: 4 * width),
            Activation = TowerConfig.Activation(part, path, TowerActivation.QuickGelu),
            Epsilon = part.Number("layer_norm_eps") ?? 1e-5,
        };
    }

    private static ClipTransformerOptions Transformer(ICheckpoint checkpoint, string prefix, int width, TowerActivation activation)
    {
        var blocks = $"{prefix}transformer.resblocks.";
        return new ClipTransformerOptions
        {
            Width = width,
            Layers = checkpoint.Names.Where(name => name.StartsWith(blocks, StringComparison.Ordinal)).Select(name => name[blocks.Length..].Split('.')[0]).Distinct().Count(),
            Heads = Math.Max(1, width / 64),
            FeedForward = Shape(checkpoint, $"{blocks}0.mlp.c_fc.weight", axes: 2)[0],
            Activation = activation,
        };
    }

    private static int[] Shape(ICheckpoint checkpoint, string name, int axes)
    {
        var shape = checkpoint.Contains(name) ? checkpoint.Info(name).Shape : [];
        return shape.Count == axes && shape.All(length => length is > 0 and <= int.MaxValue)
            ? [.. shape.Select(length => (int)length)]
            : throw new CheckpointFormatException(
                checkpoint.Path, $"{checkpoint.Path}: expected the weights of a CLIP with '{name}' of {axes} axes, found {(shape.Count > 0 ? $"[{string.Join(", ", shape)}]" : "none")}; is it another model's file?");
    }
}
