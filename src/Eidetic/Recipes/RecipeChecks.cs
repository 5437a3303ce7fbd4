using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>Checks a recipe before anything is read or written.</summary>
internal static class RecipeChecks
{
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static void Check(LearningRecipe recipe)
    {
        IdentifierSchemes.Create(recipe.Identifiers ?? IdentifierSchemes.Default, recipe.IdentifierOptions);
        if (recipe.Frozen.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Expected parts of names of parameters in frozen, found an empty one, which would freeze all: leave it out.", nameof(recipe));
        }

        if (!Enum.IsDefined(recipe.Eyes))
        {
            throw new ArgumentException($"Expected eyes of auto, model or shipped in the recipe, got {recipe.Eyes}.", nameof(recipe));
        }

        recipe.Prompts.Check();
        foreach (var (name, value) in new[]
        {
            ("memorizeBatch", recipe.MemorizeBatch), ("retrieveBatch", recipe.RetrieveBatch), ("microBatch", recipe.MicroBatch), ("epochs", recipe.Epochs),
            ("steps", recipe.Steps ?? 1), ("warmupSteps", recipe.WarmupSteps + 1), ("beams", recipe.Beams ?? 1), ("the rank of --lora", recipe.Lora?.Rank ?? 1),
            ("the number of adapted projections", recipe.Lora?.Projections.Count ?? 1),
        })
        {
            if (value < 1)
            {
                throw new ArgumentException($"Expected {name} of at least 1, got {value}.", nameof(recipe));
            }
        }

        foreach (var (name, value, isRight) in new[]
        {
            ("learningRate", recipe.LearningRate, recipe.LearningRate > 0), ("weightDecay", recipe.WeightDecay, recipe.WeightDecay >= 0),
            ("clipNorm", recipe.ClipNorm, recipe.ClipNorm > 0), ("dropout", recipe.Dropout, recipe.Dropout is >= 0 and < 1),
            ("beta2", recipe.Beta2, recipe.Beta2 is > 0 and < 1), ("the alpha of --lora", recipe.Lora?.Alpha ?? 1, (recipe.Lora?.Alpha ?? 1) > 0),
        })
        {
            if (!isRight || !double.IsFinite(value))
            {
                throw new ArgumentException($"Expected a sensible {name} in the recipe, got {value}.", nameof(recipe));
            }
        }
    }
}
