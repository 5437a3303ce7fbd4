using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>The nonlinearity of a tower's feed-forward layers.</summary>
internal enum TowerActivation
{
    /// <summary>x·sigmoid(1.702·x): OpenAI's CLIP.</summary>
    QuickGelu,

    /// <summary>GELU with the error function: open_clip without <c>quick_gelu</c>.</summary>
    Gelu,

    /// <summary>GELU approximated with tanh: SigLIP.</summary>
    GeluTanh,
}

/// <summary>Computes and names the nonlinearities.</summary>
internal static class TowerActivations
{
    /// <param name="activation">Which one.</param>
    /// <param name="input">Any shape.</param>
    /// <returns>The input's shape.</returns>
    public static Tensor Apply(this TowerActivation activation, Tensor input)
    {
        using var scope = NewDisposeScope();
        return (activation switch
        {
            TowerActivation.QuickGelu => input * input.Times(1.702).sigmoid(),
            TowerActivation.Gelu => functional.gelu(input),
            _ => input.Times(0.5) * input.Plus(input.ToThe(3).Times(0.044715)).Times(Math.Sqrt(2 / Math.PI)).tanh().Plus(1),
        }).MoveToOuterDisposeScope();
    }

    /// <summary>The nonlinearity that a config.json names in <c>hidden_act</c>, or null for one that is not known.</summary>
    public static TowerActivation? Find(string name) => name switch
    {
        "quick_gelu" => TowerActivation.QuickGelu,
        "gelu" => TowerActivation.Gelu,
        "gelu_pytorch_tanh" => TowerActivation.GeluTanh,
        _ => null,
    };
}
