using TorchSharp;

namespace Eidetic.Modeling;

/// <summary>What a safetensors file says of one tensor.</summary>
/// <param name="Dtype">Element type.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
public sealed record SafetensorsInfo(torch.ScalarType Dtype, IReadOnlyList<long> Shape)
{
    /// <summary>Number of elements.</summary>
    public long Elements => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
