using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>The one place that says how frozen towers compute: without gradients. They are built of plain functions, so no mode has to be set.</summary>
internal static class Inference
{
    /// <summary>Opens inference mode on this thread until the result is disposed. Tensors made meanwhile can never be trained on.</summary>
    public static IDisposable Begin() => inference_mode(true);
}
