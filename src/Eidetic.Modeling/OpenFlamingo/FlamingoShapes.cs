using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Learns the sizes of an OpenFlamingo from the tensors that were trained; heads have the reference's 64 numbers each.</summary>
internal static class FlamingoShapes
{
    private const int HeadDim = 64;
    private const string Latents = "perceiver.latents";
    private const string Table = "lang_encoder.transformer.wte.weight";
    private const string Layers = "perceiver.layers.";
    private const string Blocks = "lang_encoder.transformer.blocks.";
    private const string Gate = ".gated_cross_attn_layer.";

    /// <summary>Reads the sizes.</summary>
    /// <param name="trained">What was trained.</param>
    /// <param name="vision">The eyes, as their own config says.</param>
    /// <param name="language">The language model, as its own config says; its table is replaced by the trained one.</param>
    /// <param name="tokens">Tokens of the tokenizer, which the trained table must have rows for.</param>
    /// <exception cref="CheckpointFormatException">A tensor is missing or of another shape.</exception>
    public static FlamingoConfig Read(ICheckpoint trained, ClipVisionOptions vision, MptConfig language, int tokens)
    {
        var latents = Shape(trained, Latents, axes: 2);
        var table = Shape(trained, Table, axes: 2);
        if (table[0] < tokens)
        {
            throw new CheckpointFormatException(
                trained.Path, $"{trained.Path}: expected '{Table}' to have a row for each of the tokenizer's {tokens} tokens, found {table[0]}; is the language model or its tokenizer another one?");
        }

        return new FlamingoConfig
        {
            Vision = vision,
            Language = language with { Vocabulary = table[0] },
            CrossAttentionEvery = FirstGate(trained) + 1,
            ResamplerDepth = trained.Names.Where(name => name.StartsWith(Layers, StringComparison.Ordinal)).Select(name => name[Layers.Length..].Split('.')[0]).Distinct().Count(),
            Latents = latents[0],
            Heads = Shape(trained, $"{Layers}0.0.to_q.weight", axes: 2)[0] / HeadDim,
            HeadDim = HeadDim,
            Expansion = Shape(trained, $"{Layers}0.1.1.weight", axes: 2)[0] / latents[1],
        };
    }

    private static int FirstGate(ICheckpoint trained)
    {
        var numbers = trained.Names.Where(name => name.StartsWith(Blocks, StringComparison.Ordinal) && name.Contains(Gate, StringComparison.Ordinal))
            .Select(name => int.TryParse(name[Blocks.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return numbers.Count > 0 && numbers.Min() >= 0 ? numbers.Min() : throw Bad(trained, $"{Blocks}N{Gate}*", "none");
    }

    private static int[] Shape(ICheckpoint trained, string name, int axes)
    {
        var shape = trained.Contains(name) ? trained.Info(name).Shape : [];
        return shape.Count == axes && shape.All(length => length is > 0 and <= int.MaxValue)
            ? [.. shape.Select(length => (int)length)]
            : throw Bad(trained, $"{name} of {axes} axes", shape.Count > 0 ? $"[{string.Join(", ", shape)}]" : "none");
    }

    private static CheckpointFormatException Bad(ICheckpoint trained, string expected, string found) =>
        new(trained.Path, $"{trained.Path}: expected what OpenFlamingo trained, with {expected}, found {found}; is it another model's file?");
}
