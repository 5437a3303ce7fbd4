using System.Text.Json;
using Eidetic.Data;
using Eidetic.Modeling;
using Eidetic.Modeling.Tests.LanguageModels;

namespace Eidetic.LanguageModels.Tests.Memories;

/// <summary>32 shipped emoji with a caption each, and folders of the tiny published models.</summary>
internal sealed class TinyCollection : IDisposable
{
    public const int Count = 32;
    private readonly string _root = Directory.CreateTempSubdirectory("eidetic-language-").FullName;

    public TinyCollection()
    {
        Directory.CreateDirectory(Source);
        var lines = File.ReadLines(Path.Combine(Path.GetDirectoryName(EmojiSource.QueryFile(EmojiSplit.Test))!, "captions.jsonl")).Take(Count).Select(line => JsonDocument.Parse(line).RootElement);
        foreach (var line in lines)
        {
            var (key, caption) = (line.GetProperty("image").GetString()!, line.GetProperty("captions")[0].GetString()!);
            Captions.Add(key, caption);
            using var picture = EmojiSource.OpenPicture(key)!;
            using var file = File.Create(Path.Combine(Source, key));
            picture.CopyTo(file);
        }

        File.WriteAllLines(Path.Combine(Source, "captions.jsonl"), Captions.Select(c => JsonSerializer.Serialize(new { image = c.Key, captions = new[] { c.Value } })));
        File.WriteAllText(Recipe, """
            {
              "prompts": { "memorize": "<image>id ", "retrieve": "{caption}<image>id " }, "learningRate": 5e-3, "beta2": 0.98, "memorizeBatch": 16,
              "retrieveBatch": 16, "dropout": 0, "warmupSteps": 10, "weightDecay": 0
            }
            """);
    }

    public Dictionary<string, string> Captions { get; } = new(StringComparer.Ordinal);

    public string Source => At("pictures");

    public string Recipe => At("recipe.json");

    public string At(string name) => Path.Combine(_root, name);

    /// <summary>The folder of a tiny model, as its publisher would lay it out.</summary>
    public string Model(string name)
    {
        var folder = At(name);
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "config.json", "model.safetensors" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", name, file), Path.Combine(folder, file), overwrite: true);
        }

        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), TinyTokenizers.Json(name));
        return folder;
    }

    public MemorizeOptions Options(string model, string scheme, string memory) =>
        new() { Source = Source, Memory = At(memory), Model = Model(model), Recipe = Recipe, Identifiers = scheme };

    public static Task<MemorizeReport> MemorizeAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new Memorizer(options, progress, TimeProvider.System) { SharedSpaceSteps = 20 }.RunAsync(cancellationToken);

    public RecallEngine OpenMemory(string memory) => RecallEngine.Open(MemoryGeneration.Open(At(memory)));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
