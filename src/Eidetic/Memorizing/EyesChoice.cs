using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Which eyes a run sees its pictures with: those that ship, those of a folder, or those that a published model brings.</summary>
/// <param name="Folder">Folder of a published CLIP or SigLIP; null for the eyes that ship.</param>
/// <param name="IsFallible">Whether the eyes that ship take their place where the folder cannot be read as eyes.</param>
internal sealed record EyesChoice(string? Folder, bool IsFallible = false)
{
    /// <summary>Chooses.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="recipe">The resolved recipe of a published model, or null.</param>
    /// <param name="source">The published model, or null.</param>
    /// <exception cref="OptionException">The recipe wants the eyes of a model that brings none.</exception>
    public static EyesChoice Of(MemorizeOptions options, LearningRecipe? recipe, IModelSource? source)
    {
        if (options.Eyes is not null || source is null || recipe is null)
        {
            return new EyesChoice(options.Eyes);
        }

        var isAuto = recipe.Eyes == RecipeEyes.Auto;
        if (recipe.Eyes == RecipeEyes.Shipped || (isAuto && !IsOfVectors(recipe.Identifiers ?? options.Identifiers)))
        {
            return new EyesChoice(Folder: null);
        }

        return isAuto || source.EyesFolder is not null
            ? new EyesChoice(source.EyesFolder, isAuto)
            : throw new OptionException(
                $"The recipe {options.Recipe} wants images named by the CLIP that the model brings, and {source.Folder} brings none: give the folder of one with --eyes, or take \"eyes\": \"model\" out of the recipe.");
    }

    /// <summary>Whether a scheme makes identifiers of images' vectors; else of their number or their captions.</summary>
    public static bool IsOfVectors(string scheme) => scheme is not ("string" or "numeric" or "semantic");

    /// <summary>Loads them.</summary>
    /// <param name="report">Told where the eyes that ship take the place of others.</param>
    /// <returns>The eyes, which become the caller's, and their folder or null for those that ship.</returns>
    /// <exception cref="CheckpointFormatException">The folder holds no eyes that can be read.</exception>
    public (IVisionEncoder Eyes, string? Folder) Load(Action<SourceProblem> report)
    {
        try
        {
            return (MemoryTowers.LoadEyes(Folder), Folder);
        }
        catch (CheckpointFormatException exception) when (IsFallible && Folder is not null)
        {
            report(new SourceProblem(Folder, $"The model's CLIP cannot be read as eyes ({exception.Message}), so images are named by the shared space of the eyes that ship."));
            return (MemoryTowers.LoadEyes(folder: null), null);
        }
    }
}
