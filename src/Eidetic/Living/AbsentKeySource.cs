using System.Runtime.CompilerServices;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>The images of a source whose keys a memory does not hold.</summary>
internal sealed class AbsentKeySource(IImageSource source, IReadOnlySet<string> held) : IImageSource
{
    public string Name => source.Name;

    public async IAsyncEnumerable<SourceImage> ReadAsync(
        Action<SourceProblem> report, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var image in source.ReadAsync(report, cancellationToken))
        {
            if (!held.Contains(image.Key))
            {
                yield return image;
            }
        }
    }

    /// <summary>The keys that the memory holds already, each told as a problem, and how many it does not.</summary>
    public async Task<(IReadOnlyList<SourceProblem> Known, int Coming)> LookAsync(CancellationToken cancellationToken)
    {
        var known = new List<SourceProblem>();
        var coming = 0;
        await foreach (var image in source.ReadAsync(_ => { }, cancellationToken))
        {
            if (held.Contains(image.Key))
            {
                known.Add(new SourceProblem(image.Key, "The memory holds an image of this key already; it stays as it is: remove it first to replace it."));
            }
            else
            {
                coming++;
            }
        }

        return (known, coming);
    }
}
