using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>A published multimodal model on disk, before it is built. Dispose it when done; models it built stay.</summary>
internal interface IModelSource : IDisposable
{
    /// <summary>Full path of its folder.</summary>
    string Folder { get; }

    /// <summary>SHA-256 over everything the model is built from, in lower-case hexadecimal.</summary>
    string Sha256 { get; }

    /// <summary>Full path of the folder of the CLIP whose eyes the model has, where that CLIP lies there as it was published; else null.</summary>
    string? EyesFolder => null;

    /// <summary>Cuts texts into tokens.</summary>
    ITextTokenizer Tokenizer { get; }

    /// <summary>Builds the model.</summary>
    /// <param name="plan">What is learned.</param>
    /// <param name="device">Where it computes.</param>
    IMultimodalModel Open(LearningPlan plan, Device device);
}
