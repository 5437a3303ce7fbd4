using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>
/// A language model that holds a memory, and the space its baseline compares in. Its files hold what was learned only; the rest comes from
/// the base model, which must be the very one it was learned over. Owns all.
/// </summary>
internal sealed class LanguageMemory(IMultimodalModel model, ImageHead? head, SharedSpace space, LanguageFacts facts, torch.Device device) : ITrainedModel
{
    private const string FactsKey = "language";
    private readonly IdentifierTokens _tokens = new(facts.Tokens);
    private readonly PreparedPicture _padding = PreparedPictures.Padding(model.Preparation, facts.Recipe.PaddingLevel);

    public IMultimodalModel Model => model;

    public SharedSpace Space => space;

    public PreparedPicture Padding => _padding;

    /// <summary>How its recipe wants it to be asked.</summary>
    public RecallDefaults Defaults { get; } = facts.Recipe.Beams is { } beams
        ? new RecallDefaults(beams, facts.Recipe.Candidates)
        : new RecallDefaults(Candidates: facts.Recipe.Candidates);

    public long Parameters => model.Parameters.Learned.Sum(p => p.Value.numel());

    /// <summary>Opens a memory over its base model.</summary>
    /// <param name="generation">The memory.</param>
    /// <exception cref="MemoryException">The base model is missing, or another one.</exception>
    public static LanguageMemory Open(MemoryGeneration generation)
    {
        using var file = SafetensorsFile.Open(generation[MemoryGeneration.ModelFile]);
        var facts = Read(file);
        if (!Directory.Exists(facts.BaseFolder))
        {
            throw new MemoryException(
                generation.Folder, $"Expected the model that the memory was learned over in {facts.BaseFolder}, found no such folder: put it back there.");
        }

        using var source = ModelFolder.Open(facts.BaseFolder);
        if (source.Sha256 != facts.BaseSha256)
        {
            throw new MemoryException(
                generation.Folder,
                $"Expected the model that the memory was learned over in {facts.BaseFolder} (SHA-256 {facts.BaseSha256[..12]}…), found another one ({source.Sha256[..12]}…): put that one back.");
        }

        var model = source.Open(facts.Recipe.Plan(new IdentifierTokens(facts.Tokens).NewTokens, facts.Seed), torch.CPU);
        SharedSpace? space = null;
        try
        {
            var head = facts.ImageHead is { } size ? EmptyHead(model, size, file) : null;
            Fill(model, file);
            space = StoredSpace.Load(generation[MemoryGeneration.SpaceFile]);
            return new LanguageMemory(model, head, space, facts, torch.CPU);
        }
        catch
        {
            model.Dispose();
            space?.Dispose();
            throw;
        }
    }

    public void Save(MemoryWriter writer, IReadOnlyDictionary<string, string> encoders)
    {
        var metadata = new Dictionary<string, string>(encoders) { [FactsKey] = JsonSerializer.Serialize(facts, RecipeJson.Default.LanguageFacts) };
        SafetensorsWriter.Write(writer[MemoryGeneration.ModelFile], Stored(model), metadata);
        ModuleWeights.Save(space, writer[MemoryGeneration.SpaceFile]);
    }

    /// <summary>Starts a decoding for pictures.</summary>
    public INextTokenScorer CreateScorer(IReadOnlyList<PreparedPicture> pictures) => Score([.. pictures.Select(facts.Recipe.Prompts.ForPicture)]);

    /// <summary>Starts a decoding for texts, each beside a picture.</summary>
    public INextTokenScorer CreateScorer(IReadOnlyList<(string Text, PreparedPicture Picture)> texts) =>
        Score([.. texts.Select(t => facts.Recipe.Prompts.ForText(t.Text, t.Picture))]);

    public void Dispose()
    {
        model.Dispose();
        space.Dispose();
    }

    private INextTokenScorer Score(IReadOnlyList<PromptText> prompts) =>
        head is null ? new LanguageModelScorer(model, _tokens, prompts, device) : new ImageHeadScorer(model, head, prompts, device);

    // What its files hold: what was learned, and the images' vectors, which no base model has.
    private static KeyValuePair<string, torch.Tensor>[] Stored(IMultimodalModel model) =>
    [
        .. model.Parameters.Learned,
        .. model.Parameters.Names.Where(name => name == ImageHead.ImagesName).Select(name => KeyValuePair.Create(name, model.Parameters[name])),
    ];

    // Compared before there is room for it, so that a damaged number asks for none.
    private static ImageHead EmptyHead(IMultimodalModel model, ImageHeadSize size, SafetensorsFile file)
    {
        var found = file.Contains(ImageHead.ImagesName) ? file.Info(ImageHead.ImagesName).Shape : [];
        return found.SequenceEqual([size.Images, size.Dim])
            ? ImageHead.Empty(model, size.Images, size.Dim, torch.CPU)
            : throw new CheckpointFormatException(
                file.Path,
                $"{file.Path}: expected '{ImageHead.ImagesName}' of [{size.Images}, {size.Dim}], found [{string.Join(", ", found)}]: restore the file or build the memory anew.");
    }

    private static LanguageFacts Read(SafetensorsFile file)
    {
        try
        {
            return (file.Metadata.TryGetValue(FactsKey, out var json) ? JsonSerializer.Deserialize(json, RecipeJson.Default.LanguageFacts) : null)
                ?? throw new CheckpointFormatException(file.Path, $"Expected {file.Path} to say which language model it belongs to, found nothing: restore the file.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(
                file.Path, $"Expected {file.Path} to say which language model it belongs to ({exception.Message}): restore the file or build the memory anew.", exception);
        }
    }

    // What was learned takes the place of the base model's, and is learned no further.
    private static void Fill(IMultimodalModel model, SafetensorsFile file)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var expected = Stored(model);
        var surplus = file.Names.Except(expected.Select(p => p.Key), StringComparer.Ordinal).FirstOrDefault();
        if (surplus is not null)
        {
            throw new CheckpointFormatException(file.Path, $"{file.Path} holds '{surplus}', which the model does not learn: restore the file or build the memory anew.");
        }

        foreach (var (name, parameter) in expected)
        {
            var stored = file.LoadTensor(name);
            if (!stored.shape.SequenceEqual(parameter.shape))
            {
                throw new CheckpointFormatException(
                    file.Path, $"{file.Path}: expected '{name}' of [{string.Join(", ", parameter.shape)}], found [{string.Join(", ", stored.shape)}].");
            }

            parameter.copy_(stored);
            parameter.requires_grad = false;
        }
    }
}
