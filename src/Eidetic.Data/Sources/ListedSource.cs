using System.Runtime.CompilerServices;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>A source that can be listed in one go: the listing is made in the background, ordered by key, and handed out.</summary>
internal abstract class ListedSource(string name) : IImageSource
{
    public string Name { get; } = name;

    public async IAsyncEnumerable<SourceImage> ReadAsync(
        Action<SourceProblem> report, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var images = await Task.Run(() => ListInOrder(report, cancellationToken), cancellationToken);
        foreach (var image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return image;
        }
    }

    /// <summary>Throws a <see cref="SourceException"/> when the file or folder is not there.</summary>
    public abstract void RequireExists();

    /// <summary>The images in any order; may be empty.</summary>
    protected abstract List<SourceImage> List(Action<SourceProblem> report, CancellationToken cancellationToken);

    /// <summary>Why a listing without images is refused.</summary>
    protected abstract SourceException Empty();

    protected static Func<Stream> Opens(string path) =>
        () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    private List<SourceImage> Guarded(Func<List<SourceImage>> list)
    {
        try
        {
            return list();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The source '{Name}' cannot be read: {exception.Message}", innerException: exception);
        }
    }

    private List<SourceImage> ListInOrder(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        RequireExists();
        var images = Guarded(() => List(report, cancellationToken));
        if (images.Count == 0)
        {
            throw Empty();
        }

        images.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return images;
    }
}
