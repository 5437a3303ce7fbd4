namespace Eidetic.Modeling;

/// <summary>What was found and done when torch was loaded.</summary>
public sealed record TorchRuntimeReport
{
    /// <summary>Version of libtorch, as in <c>2.10.0</c>.</summary>
    public required string TorchVersion { get; init; }

    /// <summary>Path of TorchSharp's native library that was loaded; a private copy when <see cref="IsPatched"/>.</summary>
    public required string LibraryPath { get; init; }

    /// <summary>Whether a private copy was loaded, because the system's libstdc++ is older than the library asks for.</summary>
    public required bool IsPatched { get; init; }

    /// <summary>Why a private copy was, or was not, needed: one sentence.</summary>
    public required string PatchReason { get; init; }

    /// <summary>The newest version that the process's libstdc++ defines, as in <c>GLIBCXX_3.4.30</c>; null where that plays no part.</summary>
    public required string? LibstdcxxVersion { get; init; }

    /// <summary>Path of the process's libstdc++, or null where that plays no part.</summary>
    public required string? LibstdcxxPath { get; init; }

    /// <summary>Number of threads torch computes with.</summary>
    public required int Threads { get; init; }

    /// <summary>The widest instructions torch may use, as in <c>AVX2</c>.</summary>
    public required string CpuCapability { get; init; }

    /// <summary>Whether a CUDA device can be used.</summary>
    public required bool IsCudaAvailable { get; init; }

    /// <summary>The devices torch can compute on, as typed after <c>--device</c>.</summary>
    public required IReadOnlyList<string> Devices { get; init; }
}
