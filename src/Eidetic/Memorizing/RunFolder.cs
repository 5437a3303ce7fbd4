using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>The <c>training</c> folder of a memory: what the run was asked for, its metrics, and the checkpoints it continues from.</summary>
internal sealed class RunFolder
{
    /// <summary>Name of the folder.</summary>
    public const string FolderName = "training";

    private const string ConfigurationFile = "run.json";
    private const string FinishedFile = "finished.json";
    private readonly string _memory;
    private readonly string _folder;

    /// <summary>Starts a run, or finds the one that is resumed.</summary>
    /// <exception cref="MemoryException">There is nothing to resume, or what was started was another run.</exception>
    public RunFolder(string memory, string folder, RunConfiguration configuration, bool isResumed)
    {
        (_memory, _folder, IsResumed) = (memory, folder, isResumed);
        if (isResumed)
        {
            Compare(configuration);
            return;
        }

        File.Delete(SharedSpaceFile);
        File.Delete(WordsFile);
        File.Delete(LearningFile);
        File.WriteAllBytes(Path.Combine(folder, ConfigurationFile), JsonSerializer.SerializeToUtf8Bytes(configuration, FolderJson.Default.RunConfiguration));
    }

    public bool IsResumed { get; }

    public string SharedSpaceFile => Path.Combine(_folder, "shared-space.safetensors");

    public string WordsFile => Path.Combine(_folder, "words.safetensors");

    public string LearningFile => Path.Combine(_folder, "learning.safetensors");

    public MetricsLog OpenMetrics() => new(_folder, IsResumed);

    /// <summary>Removes the checkpoints of a finished run, and marks it finished; configuration and metrics stay.</summary>
    public void Finish()
    {
        File.Move(Path.Combine(_folder, ConfigurationFile), Path.Combine(_folder, FinishedFile), overwrite: true);
        File.Delete(SharedSpaceFile);
        File.Delete(WordsFile);
        File.Delete(LearningFile);
    }

    /// <summary>Whether a run was started there and did not finish.</summary>
    public static bool IsUnfinished(string memory) => File.Exists(Path.Combine(memory, FolderName, ConfigurationFile));

    /// <summary>Says early, before pictures are read, that there is nothing to resume.</summary>
    public static void RequireUnfinished(string memory)
    {
        if (!IsUnfinished(memory))
        {
            throw new MemoryException(memory, $"Expected an interrupted run in {memory}, found none: start one without --resume.");
        }
    }

    /// <summary>Whether the run that was started there is of a program in which only the eyes that ship named images for a published model.</summary>
    public static bool IsOlderThanEyes(string memory) =>
        Started(memory, Path.Combine(memory, FolderName)) is { Recipe: { } recipe } && !RecipeFile.HasEyes(recipe);

    /// <summary>Hash over images, texts and towers; see <see cref="RunConfiguration.Content"/>.</summary>
    public static string HashContent(Collection collection, LearningMaterial material, IVisionEncoder eyes, ITextEncoder ears)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
        Add(eyes.Fingerprint);
        Add(ears.Fingerprint);
        for (var image = 0; image < collection.Images.Count; image++)
        {
            Add(collection.Keys[image]);
            hash.AppendData(collection.Images[image].Sha256);
            foreach (var caption in material.Captions[image])
            {
                Add(caption.Text);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Compare(RunConfiguration configuration)
    {
        RequireUnfinished(_memory);
        var started = Started(_memory, _folder);
        if (started?.Recipe is { } recipe)
        {
            started = started with { Recipe = RecipeFile.Renewed(recipe, Path.Combine(_folder, ConfigurationFile)) };
        }

        if (started != configuration)
        {
            throw new MemoryException(
                _memory, $"Expected the run that was started in {_memory}, got other images, captions or options: repeat its command with --resume, or start anew without.");
        }
    }

    private static RunConfiguration? Started(string memory, string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, ConfigurationFile)), FolderJson.Default.RunConfiguration);
        }
        catch (JsonException exception)
        {
            throw new MemoryException(memory, $"Expected a readable {ConfigurationFile} in {folder}: {exception.Message} Start anew without --resume.", exception);
        }
    }
}
