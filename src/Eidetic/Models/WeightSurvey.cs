using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Counts what the headers of a model's safetensors files tell, and notes which files lack.</summary>
internal sealed class WeightSurvey
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    private readonly Dictionary<string, ModelElements> _elements = new(StringComparer.Ordinal);

    /// <summary>What was counted so far, the largest share first.</summary>
    public IReadOnlyList<ModelElements> Elements => [.. _elements.Values.OrderByDescending(share => share.SizeInBytes)];

    /// <summary>Looks at the weights of a part.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="part">The folder below it, or an empty text.</param>
    /// <param name="gaps">Receives what lacks.</param>
    /// <param name="remedy">How to get it.</param>
    public void Add(string folder, string part, List<ModelGap> gaps, string remedy)
    {
        var root = Path.Combine(folder, part);
        var prefix = part.Length == 0 ? "" : part + "/";
        var index = Path.Combine(root, Index);
        string[] files = File.Exists(index) ? Shards(index, prefix, gaps, remedy)
            : Directory.Exists(root) ? [.. Directory.EnumerateFiles(root, "*.safetensors").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
            : [];
        foreach (var name in files)
        {
            Count(Path.Combine(root, name), prefix + name, gaps, remedy);
        }

        var hasArchive = Directory.Exists(root) && Directory.EnumerateFiles(root).Any(file => Path.GetExtension(file) is ".bin" or ".pt");
        if (files.Length == 0 && !hasArchive && !File.Exists(index))
            gaps.Add(new ModelGap($"{prefix}{Single} is missing, and so is any other file of weights", remedy));
    }

    private void Count(string path, string name, List<ModelGap> gaps, string remedy)
    {
        if (!File.Exists(path))
        {
            gaps.Add(new ModelGap($"{name} is missing", remedy));
            return;
        }

        try
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var info in file.Names.Select(file.Info))
            {
                var type = SafetensorsDtypes.NameOf(info.Dtype)!;
                var share = _elements.GetValueOrDefault(type, new ModelElements(type, Tensors: 0, Parameters: 0, SizeInBytes: 0));
                _elements[type] = new ModelElements(
                    type,
                    share.Tensors + 1,
                    share.Parameters + info.Elements,
                    share.SizeInBytes + (info.Elements * SafetensorsDtypes.SizeOf(info.Dtype)));
            }
        }
        catch (CheckpointFormatException exception)
        {
            gaps.Add(new ModelGap($"{name} is damaged or not whole ({exception.Message})", $"remove it, then: {remedy}"));
        }
    }

    private static string[] Shards(string index, string prefix, List<ModelGap> gaps, string remedy)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            string[] names = [.. document.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "")
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            return names.All(HubFileName.IsSafe) ? names : throw new JsonException("it names files outside its folder");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            gaps.Add(new ModelGap($"{prefix}{Index} is damaged ({exception.Message})", $"remove it, then: {remedy}"));
            return [];
        }
    }
}
