using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// Projects with weights that are kept in another element type than is computed in. Big ones are converted, on a processor and where no
/// gradient is wanted, a part at a time into the same small buffer: near the speed of weights that are kept converted, without the memory
/// that this would take. Converted as a whole they cost several times as much, since the system hands out so much memory page by page at every use.
/// </summary>
internal static class ConvertedLinear
{
    private const long BigLength = 8 * 1024 * 1024;  // weights that memory allocators ask the system for: 32 MiB in float32
    private const long PartLength = 1024 * 1024;     // weights of a part

    /// <summary>Projects rows.</summary>
    /// <param name="input">[.., inputs].</param>
    /// <param name="weight">[outputs, inputs], of any element type.</param>
    /// <param name="bias">[outputs], of any element type, or null.</param>
    /// <returns>[.., outputs], of the input's element type.</returns>
    public static Tensor Of(Tensor input, Tensor weight, Tensor? bias = null)
    {
        // The step of a decoding is hundreds of small calls: nothing is wrapped that needs no converting.
        if (weight.dtype == input.dtype && (bias is null || bias.dtype == input.dtype))
        {
            return functional.linear(input, weight, bias);      // [.., outputs]
        }

        using var scope = NewDisposeScope();
        var added = bias?.to(input.dtype);
        var isInParts = weight.dtype != input.dtype && weight.numel() > BigLength && !is_grad_enabled() && weight.device_type == TorchSharp.DeviceType.CPU;
        var output = isInParts ? InParts(input, weight, added) : functional.linear(input, weight.to(input.dtype), added);   // [.., outputs]
        return output.MoveToOuterDisposeScope();
    }

    private static Tensor InParts(Tensor input, Tensor weight, Tensor? bias)
    {
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var longest = Math.Clamp(PartLength / inputs, 1, outputs);
        var converted = empty([longest, inputs], dtype: input.dtype);
        var output = empty([.. input.shape[..^1], outputs], dtype: input.dtype);
        for (var first = 0L; first < outputs; first += longest)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(longest, outputs - first);
            var part = converted.narrow(0, 0, count).copy_(weight.narrow(0, first, count));                                 // [count, inputs]
            output.narrow(-1, first, count).copy_(functional.linear(input, part, bias?.narrow(0, first, count)));           // [.., count]
        }

        return output;
    }
}
