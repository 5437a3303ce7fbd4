using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Named tensors on disk, whatever their format: one safetensors file, several with an index, a PyTorch archive. What a file claims is
/// checked when it is opened; tensors are read when asked for. Safe to use from several threads; dispose it when done.
/// </summary>
public interface ICheckpoint : IDisposable
{
    /// <summary>The file or folder, for messages.</summary>
    string Path { get; }

    /// <summary>Names of the tensors, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether a tensor exists.</summary>
    /// <param name="name">Name of the tensor.</param>
    bool Contains(string name);

    /// <summary>Element type and shape of a tensor.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <exception cref="CheckpointFormatException">There is no such tensor.</exception>
    SafetensorsInfo Info(string name);

    /// <summary>Gives a tensor on the CPU. It may lie in mapped memory of the file, which must not change meanwhile; nobody writes to it.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="convertTo">Element type to convert to; null keeps the file's.</param>
    /// <returns>A tensor that belongs to the caller's dispose scope, or, without one, to the caller. It outlives the checkpoint.</returns>
    /// <exception cref="CheckpointFormatException">There is no such tensor, or the file ends before its data.</exception>
    /// <exception cref="NativeRuntimeException">torch cannot be loaded.</exception>
    Tensor LoadTensor(string name, ScalarType? convertTo = null);
}
