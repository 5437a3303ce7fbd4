using System.Runtime.CompilerServices;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>The images of a source whose keys a memory does not hold; the others are told.</summary>
internal sealed class AbsentKeySource(IImageSource source, IReadOnlySet<string> held) : IImageSource
{
    public string Name => source.Name;

    public async IAsyncEnumerable<SourceImage> ReadAsync(
        Action<SourceProblem> report, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var image in source.ReadAsync(report, cancellationToken))
        {
            if (held.Contains(image.Key))
            {
                report(new SourceProblem(image.Key, "The memory holds an image of this key already; it stays as it is: remove it first to replace it."));
            }
            else
            {
                yield return image;
            }
        }
    }

    /// <summary>How many images the memory holds already, and how many not.</summary>
    public async Task<(int Held, int Absent)> CountAsync(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var (held, absent) = (0, 0);
        await foreach (var _ in ReadAsync(
            problem =>
            {
                held++;
                report(problem);
            },
            cancellationToken))
        {
            absent++;
        }

        return (held, absent);
    }
}
