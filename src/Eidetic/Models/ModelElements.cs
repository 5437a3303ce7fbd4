namespace Eidetic;

/// <summary>The tensors of one element type.</summary>
/// <param name="Type">Its name, as <c>BF16</c>.</param>
/// <param name="Tensors">How many tensors.</param>
/// <param name="Parameters">Values in them all.</param>
/// <param name="SizeInBytes">Bytes of them all.</param>
public sealed record ModelElements(string Type, int Tensors, long Parameters, long SizeInBytes);
