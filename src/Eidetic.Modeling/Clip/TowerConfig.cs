using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Fields that the configs of CLIP's and SigLIP's towers have in common.</summary>
internal static class TowerConfig
{
    /// <summary>Attention heads; they must divide the width.</summary>
    /// <exception cref="CheckpointFormatException">They do not.</exception>
    public static int Heads(ConfigFields part, string path, int otherwise, int width)
    {
        var heads = part.Size("num_attention_heads", otherwise);
        return width % heads == 0
            ? heads
            : throw new CheckpointFormatException(path, $"{path}: expected 'num_attention_heads' to divide 'hidden_size', found {heads} and {width}.");
    }

    /// <summary>The nonlinearity that <c>hidden_act</c> names.</summary>
    /// <exception cref="CheckpointFormatException">It is one that is not known.</exception>
    public static TowerActivation Activation(ConfigFields part, string path, TowerActivation otherwise) => part.Text("hidden_act") is not { } name
        ? otherwise
        : TowerActivations.Find(name) ?? throw new CheckpointFormatException(
            path, $"{path}: expected 'hidden_act' to be quick_gelu, gelu or gelu_pytorch_tanh, found '{name}'.");
}
