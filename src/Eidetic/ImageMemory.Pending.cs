using Eidetic.Abstractions;

namespace Eidetic;

/// <content>The bodies of the surface, which are not written yet: each says so when it is called.</content>
public sealed partial class ImageMemory
{
    private ImageMemory()
    {
    }

    public static partial Task<ImageMemory> OpenAsync(string folder, CancellationToken cancellationToken) => throw new NotImplementedException();

    public static partial Task<MemorizeReport> MemorizeAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();

    public partial int Count => throw new NotImplementedException();

    public partial MemoryInfo Info => throw new NotImplementedException();

    public partial Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options, CancellationToken cancellationToken) => throw new NotImplementedException();

    public partial Task<IReadOnlyList<Hit>> RecallAsync(
        string query, RecallOptions? options, CancellationToken cancellationToken) => throw new NotImplementedException();

    public partial Stream? OpenImage(string key) => throw new NotImplementedException();

    public partial ValueTask DisposeAsync() => throw new NotImplementedException();
}
