using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Reads recipes, and lays a user's own options over them.</summary>
internal static class RecipeFile
{
    private const string LoraKey = "lora";

    /// <summary>The recipe of a run.</summary>
    /// <exception cref="SourceException">The file is missing or no recipe.</exception>
    /// <exception cref="OptionException">The recipe and the options contradict each other, or a value is out of range.</exception>
    public static LearningRecipe Resolve(MemorizeOptions options)
    {
        var recipe = options.Recipe is { } path ? Read(path) : new LearningRecipe();
        if (options.LoraRank is { } || options.LoraAlpha is { } || options.LoraProjections is { })
        {
            var lora = recipe.Lora ?? new LoraOptions();
            lora = lora with { Rank = options.LoraRank ?? lora.Rank, Projections = options.LoraProjections ?? lora.Projections };
            recipe = recipe with { Lora = lora with { Alpha = options.LoraAlpha ?? (options.LoraRank is { } rank ? 2 * rank : lora.Alpha) } };
        }

        if (recipe.Identifiers is { } scheme && options.Identifiers != scheme && options.Identifiers != IdentifierSchemes.Default)
        {
            throw new OptionException(
                $"--identifiers {options.Identifiers} contradicts the recipe {options.Recipe}, which names images by '{scheme}': leave the option out, or take another recipe.");
        }

        recipe = recipe with
        {
            Identifiers = recipe.Identifiers ?? options.Identifiers,
            Sequential = recipe.Sequential || options.Sequential,
            Epochs = options.Epochs ?? recipe.Epochs,
            Steps = options.Epochs is null ? recipe.Steps : null,
        };
        RecipeChecks.Check(recipe);
        return recipe;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SourceException">It is missing, holds an unknown key, or is no recipe.</exception>
    public static LearningRecipe Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (IOException exception)
        {
            throw new SourceException($"Expected a recipe at {path}, could not read it ({exception.Message}).", path, innerException: exception);
        }
    }

    /// <summary>Reads a recipe's text.</summary>
    public static LearningRecipe Parse(string json, string path)
    {
        try
        {
            var whole = JsonSerializer.SerializeToNode(new LearningRecipe(), RecipeJson.Default.LearningRecipe)!.AsObject();
            var given = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new SourceException($"Expected a recipe in {path}, found no object.", path);
            Lay(given, whole, path, at: "");
            return whole.Deserialize(RecipeJson.Default.LearningRecipe)!;
        }
        catch (JsonException exception)
        {
            throw new SourceException($"Expected a recipe in {path}, found something else{Field(exception)} ({exception.Message}).", path, innerException: exception);
        }
    }

    // "$.prompts.memorize" is prompts.memorize; what is no JSON at all has no field.
    private static string Field(JsonException exception) => exception.Path is ['$', '.', .. var field] ? $" in the field '{field}'" : "";

    // A reader of generated code knows no defaults: what is given is laid over all of them.
    private static void Lay(JsonObject given, JsonObject whole, string path, string at)
    {
        foreach (var (name, value) in given)
        {
            if (!whole.ContainsKey(name))
            {
                throw new SourceException(
                    $"Expected fields of a recipe in {path}, found '{at}{name}', which recipes do not have: expected {string.Join(", ", whole.Select(field => at + field.Key))}.", path);
            }

            if (name == LoraKey && value is JsonObject)
            {
                whole[name] = JsonSerializer.SerializeToNode(new LoraOptions(), RecipeJson.Default.LoraOptions);
            }

            if (value is JsonObject inner && whole[name] is JsonObject under)
            {
                Lay(inner, under, path, $"{at}{name}.");
            }
            else
            {
                whole[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>A recipe that an older program wrote, as this one writes it: one from before recipes chose eyes had those that ship.</summary>
    /// <param name="text">What <see cref="Text"/> gave.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    public static string Renewed(string text, string path) => HasEyes(text) ? text : Text(Parse(text, path) with { Eyes = RecipeEyes.Shipped });

    /// <summary>Whether a written recipe says whose vectors name the images; those of older programs do not.</summary>
    public static bool HasEyes(string text) => JsonNode.Parse(text) is JsonObject fields && fields.ContainsKey("eyes");

    /// <summary>Writes a recipe, always the same way.</summary>
    public static string Text(LearningRecipe recipe) => JsonSerializer.Serialize(recipe, RecipeJson.Default.LearningRecipe);
}

/// <summary>How recipes are written; unknown keys are refused.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, UseStringEnumConverter = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LearningRecipe))]
[JsonSerializable(typeof(LoraOptions))]
[JsonSerializable(typeof(LanguageFacts))]
internal sealed partial class RecipeJson : JsonSerializerContext;
