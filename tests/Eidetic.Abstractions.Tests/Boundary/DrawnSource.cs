using System.Runtime.CompilerServices;

namespace Eidetic.Abstractions.Tests.Boundary;

/// <summary>A third party's source: pictures of one color, named by it.</summary>
internal sealed class DrawnSource(params string[] colors) : IImageSource
{
    public string Name => "drawn";

    public async IAsyncEnumerable<SourceImage> ReadAsync(
        Action<SourceProblem> report, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var color in colors.Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            if (color.Length == 0)
            {
                report(new SourceProblem(Item: "drawn:1", Message: "Expected a color, found nothing; skipped."));
                continue;
            }

            yield return new SourceImage { Key = $"{color}.raw", Open = () => new MemoryStream([(byte)color[0]]), Captions = [$"all {color}"] };
        }
    }
}
