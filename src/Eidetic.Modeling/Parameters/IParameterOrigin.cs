using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Where the parameters of a model under construction come from: a checkpoint, chance, or nowhere (shapes only).</summary>
internal interface IParameterOrigin
{
    /// <summary>Gives one parameter, which then belongs to the model.</summary>
    /// <param name="name">Full name, as in the published checkpoint.</param>
    /// <param name="shape">The shape the model computes with.</param>
    /// <param name="start">How it starts where no checkpoint holds it.</param>
    /// <returns>A tensor of exactly that shape, outside every dispose scope.</returns>
    Tensor Provide(string name, long[] shape, ParameterStart start);
}
