using System.Text.Json;
using System.Text.Json.Nodes;
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
        CopyFixture(name, folder, "config.json", "model.safetensors");
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), TinyTokenizers.Json(name));
        return folder;
    }

    /// <summary>The folder of a tiny OpenFlamingo in three parts, as its users download it; its CLIP has eyes alone.</summary>
    public string FlamingoFolder()
    {
        var (folder, fixture) = (At("flamingo"), Path.Combine(AppContext.BaseDirectory, "Fixtures", TinyTokenizers.Flamingo));
        Directory.CreateDirectory(Path.Combine(folder, "clip"));
        Directory.CreateDirectory(Path.Combine(folder, "mpt"));
        File.Copy(Path.Combine(fixture, "checkpoint.pt"), Path.Combine(folder, "checkpoint.pt"), overwrite: true);
        File.Copy(Path.Combine(fixture, "vision_encoder.safetensors"), Path.Combine(folder, "clip", "model.safetensors"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "clip", "config.json"), """
            {"model_type": "clip", "projection_dim": 24, "text_config": {}, "vision_config": {"hidden_size": 32, "image_size": 32, "patch_size": 8,
             "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128, "hidden_act": "quick_gelu"}}
            """);
        File.Copy(Path.Combine(fixture, "lang_encoder.safetensors"), Path.Combine(folder, "mpt", "model.safetensors"), overwrite: true);
        File.WriteAllText(
            Path.Combine(folder, "mpt", "config.json"), JsonNode.Parse(File.ReadAllText(Path.Combine(fixture, "config.json")))!["lang_encoder"]!.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "mpt", "tokenizer.json"), TinyTokenizers.Json(first: 0, bytes: 125));
        return folder;
    }

    /// <summary>The folder of a tiny CLIP with eyes and ears, under Hugging Face's names.</summary>
    public string ClipFolder()
    {
        var folder = At("clip");
        CopyFixture("clip-hf-tiny", folder, "config.json", "model.safetensors");
        return folder;
    }

    /// <summary>Copies files of a fixture into a folder, which is created.</summary>
    public static void CopyFixture(string fixture, string folder, params string[] files)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture, file), Path.Combine(folder, file), overwrite: true);
        }
    }

    public MemorizeOptions Options(string model, string scheme, string memory) =>
        new() { Source = Source, Memory = At(memory), Model = Model(model), Recipe = Recipe, Identifiers = scheme };

    public static Task<MemorizeReport> MemorizeAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new Memorizer(options, progress, TimeProvider.System) { SharedSpaceSteps = 20 }.RunAsync(cancellationToken);

    public RecallEngine OpenMemory(string memory) => RecallEngine.Open(MemoryGeneration.Open(At(memory)));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
