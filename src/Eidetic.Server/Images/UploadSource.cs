using Eidetic.Abstractions;

namespace Eidetic.Server.Images;

/// <summary>Uploaded pictures as a source of images.</summary>
/// <param name="files">Keys with the files that hold them.</param>
/// <param name="captions">Captions by key.</param>
internal sealed class UploadSource(IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, string[]> captions) : IImageSource
{
    public string Name => "uploads";

    public IAsyncEnumerable<SourceImage> ReadAsync(Action<SourceProblem> report, CancellationToken cancellationToken = default) =>
        files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Describe(file.Key, file.Value)).ToAsyncEnumerable();

    private SourceImage Describe(string key, string path) => new()
    {
        Key = key,
        Path = path,
        Open = () => File.OpenRead(path),
        Captions = captions.GetValueOrDefault(key) ?? [],
        Tags = [.. key.Split('/').SkipLast(1).Distinct(StringComparer.OrdinalIgnoreCase)],
    };
}
