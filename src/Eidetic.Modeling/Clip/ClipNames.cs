namespace Eidetic.Modeling;

/// <summary>Where Hugging Face keeps what CLIP's own code names otherwise.</summary>
internal static class ClipNames
{
    private static readonly (string OpenAi, string HuggingFace)[] Whole =
    [
        ("visual.class_embedding", "vision_model.embeddings.class_embedding"),
        ("visual.positional_embedding", "vision_model.embeddings.position_embedding.weight"),
        ("visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight"),
        ("visual.proj", "visual_projection.weight"),
        ("token_embedding.weight", "text_model.embeddings.token_embedding.weight"),
        ("positional_embedding", "text_model.embeddings.position_embedding.weight"),
        ("text_projection", "text_projection.weight"),
        ("logit_scale", "logit_scale"),
    ];

    private static readonly (string OpenAi, string HuggingFace)[] Beginnings =
    [
        ("visual.transformer.resblocks.", "vision_model.encoder.layers."),
        ("visual.ln_pre.", "vision_model.pre_layrnorm."),
        ("visual.ln_post.", "vision_model.post_layernorm."),
        ("transformer.resblocks.", "text_model.encoder.layers."),
        ("ln_final.", "text_model.final_layer_norm."),
    ];

    private static readonly (string OpenAi, string HuggingFace)[] WithinBlocks =
    [
        (".attn.", ".self_attn."), (".ln_1.", ".layer_norm1."), (".ln_2.", ".layer_norm2."), (".mlp.c_fc.", ".mlp.fc1."), (".mlp.c_proj.", ".mlp.fc2."),
    ];

    /// <summary>Whether Hugging Face keeps the matrix transposed.</summary>
    public static bool IsTransposed(string openAi) => openAi is "visual.proj" or "text_projection";

    /// <summary>Names under which Hugging Face keeps a parameter: one, or three that are laid one below the other.</summary>
    /// <exception cref="ArgumentException">CLIP has no such parameter.</exception>
    public static IReadOnlyList<string> HuggingFace(string openAi)
    {
        if (Array.Find(Whole, pair => pair.OpenAi == openAi) is { HuggingFace: { } whole })
        {
            return [whole];
        }

        var (beginning, replacement) = Array.Find(Beginnings, pair => openAi.StartsWith(pair.OpenAi, StringComparison.Ordinal));
        if (beginning is null)
        {
            throw new ArgumentException($"Expected the name of a parameter of CLIP, got '{openAi}'.", nameof(openAi));
        }

        var name = replacement + openAi[beginning.Length..];
        foreach (var (from, to) in WithinBlocks)
        {
            name = name.Replace(from, to, StringComparison.Ordinal);
        }

        return name.Contains(".in_proj_", StringComparison.Ordinal)
            ? [.. new[] { ".q_proj.", ".k_proj.", ".v_proj." }.Select(part => name.Replace(".in_proj_", part, StringComparison.Ordinal))]
            : [name];
    }

    /// <summary>Tensors of published files that no computation reads.</summary>
    public static bool IsUnused(string name) =>
        name is "input_resolution" or "context_length" or "vocab_size" || name.EndsWith(".position_ids", StringComparison.Ordinal);
}
