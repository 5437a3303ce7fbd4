using Eidetic.Abstractions;
using Eidetic.Evaluation;

namespace Eidetic.Cli.Api;

/// <summary>What the commands ask of the library.</summary>
internal interface IEideticApi
{
    /// <summary>Learns a collection and saves it as a memory.</summary>
    Task<MemorizeReport> MemorizeAsync(MemorizeOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Opens a memory.</summary>
    Task<IOpenMemory> OpenAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Decodes a picture to ask with.</summary>
    RgbImage ReadPicture(string file);

    /// <summary>The phrases that ship with the emoji collection and that nothing learns from.</summary>
    IReadOnlyList<EvaluationQuery> HeldOutEmojiQueries();

    /// <summary>Writes captions of images.</summary>
    Task<CaptioningReport> CaptionAsync(CaptioningOptions options, IProgress<CaptioningProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Fetches a published model.</summary>
    Task<ModelPullReport> PullModelAsync(ModelPullOptions options, IProgress<ModelPullProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Tells what a folder holds of a model.</summary>
    ModelInspection InspectModel(string folder);

    /// <summary>Looks at what the library needs of this machine.</summary>
    Task<IReadOnlyList<DoctorCheck>> CheckAsync(CancellationToken cancellationToken);
}
