using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

/// <summary>Reads a whole source for a test.</summary>
internal static class SourceReading
{
    public static async Task<(List<SourceImage> Images, List<SourceProblem> Problems)> Read(string spec)
    {
        var problems = new List<SourceProblem>();
        var images = new List<SourceImage>();
        await foreach (var image in ImageSources.Open(spec).ReadAsync(problems.Add))
        {
            images.Add(image);
        }

        return (images, problems);
    }

    public static IEnumerable<string> Keys(this IEnumerable<SourceImage> images) => images.Select(image => image.Key);
}
