using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Tells what a folder holds that somebody calls a model, whole or not. Reads descriptions and headers, no weights.</summary>
public static class ModelInspector
{
    /// <summary>Looks at a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ModelException">There is no such folder, or it cannot be read.</exception>
    public static ModelInspection Inspect(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder))
            throw new ModelException($"There is no folder '{folder}': name the folder of a model.");

        try
        {
            return Look(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The folder '{folder}' cannot be read: {exception.Message}", exception);
        }
    }

    private static ModelInspection Look(string folder)
    {
        var nature = ModelNature.Of(folder);
        var remedy = nature.Known is { } known
            ? $"eidetic models pull {known.Name} --output {folder}"
            : "copy it from where the folder came from; 'eidetic models list' tells what can be fetched by name";
        var gaps = new List<ModelGap>();
        if (nature.Problem is { } problem)
            gaps.Add(new ModelGap(problem, remedy));

        gaps.AddRange(nature.Needed.Where(name => !File.Exists(Path.Combine(folder, name))).Select(name => new ModelGap($"{name} is missing", remedy)));
        var weights = new WeightSurvey();
        foreach (var part in nature.WeightFolders)
        {
            weights.Add(folder, part, gaps, remedy);
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        gaps.AddRange(files.Where(file => file.EndsWith(HubDownload.PartialEnding, StringComparison.Ordinal))
            .Select(file => new ModelGap($"{Path.GetRelativePath(folder, file)} was not fetched to its end", remedy)));
        return new ModelInspection(
            folder,
            nature.Kind,
            nature.Known,
            weights.Elements,
            [.. files.Select(file => KeyValuePair.Create(Path.GetRelativePath(folder, file).Replace('\\', '/'), new FileInfo(file).Length))],
            gaps);
    }
}
