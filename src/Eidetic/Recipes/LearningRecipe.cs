using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Training;

namespace Eidetic;

/// <summary>
/// How a published language model memorizes a collection, and how the memory is measured. Defaults are those of GRACE's public code (arXiv
/// 2402.10805); files of <c>configs</c> hold one each.
/// </summary>
internal sealed record LearningRecipe
{
    /// <summary>The identifier scheme; null for the one that is asked for beside the recipe.</summary>
    public string? Identifiers { get; init; }

    /// <summary>Choices of the scheme; each scheme reads its own.</summary>
    public IdentifierSchemeOptions IdentifierOptions { get; init; } = new();

    /// <summary>Whose vectors name the images where identifiers are made of vectors; <c>--eyes</c> has the last word. Default auto.</summary>
    public RecipeEyes Eyes { get; init; } = RecipeEyes.Auto;

    /// <summary>What the model is asked.</summary>
    public RecallPrompts Prompts { get; init; } = new();

    /// <summary>Gray level of the constant picture beside texts, 0..255. Default 0.</summary>
    public byte PaddingLevel { get; init; }

    /// <summary>Images of a step. Default 64: 16 on each of four devices.</summary>
    public int MemorizeBatch { get; init; } = 64;

    /// <summary>Texts of a step. Default 192: 48 on each of four devices.</summary>
    public int RetrieveBatch { get; init; } = 192;

    /// <summary>Rows computed at once; changes memory and time, not what is learned. Default 16.</summary>
    public int MicroBatch { get; init; } = 16;

    /// <summary>Whether the blocks of the model are computed twice instead of kept while gradients are computed: less memory, more time. Default false.</summary>
    public bool RecomputesBlocks { get; init; }

    /// <summary>Passes over the images. Default 5.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Steps of the whole run; null to count epochs.</summary>
    public int? Steps { get; init; }

    /// <summary>Memorize first, then retrieve, as the paper tells; false for both in every step, as its code does. Default false.</summary>
    public bool Sequential { get; init; }

    /// <summary>Peak learning rate. Default 1e-4.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>How the learning rate falls. Default linear.</summary>
    public LearningDecay Schedule { get; init; } = LearningDecay.Linear;

    /// <summary>Warm-up steps. Default 500.</summary>
    public int WarmupSteps { get; init; } = 500;

    /// <summary>Weight decay of AdamW. Default 0.1.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Part of a parameter's name that decides whether it decays; empty for all matrices.</summary>
    public string WeightDecayOn { get; init; } = "gated_cross_attn";

    /// <summary>How long AdamW remembers squared gradients, 0..1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Largest norm of a step's gradients. Default 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Dropout inside the blocks. Default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Parts of names of parameters that stay as they are. Default: the eyes.</summary>
    public IReadOnlyList<string> Frozen { get; init; } = ["vision_encoder.", "vision_model."];

    /// <summary>Adapters to learn beside a model that stays as it is; null to learn all that is not frozen.</summary>
    public LoraOptions? Lora { get; init; }

    /// <summary>Width of the beam with which the memory recalls where nobody says another; null for the program's own.</summary>
    public int? Beams { get; init; }

    /// <summary>The split whose images may be named where the memory is measured and nobody says which; null for all images.</summary>
    public string? Candidates { get; init; }

    /// <summary>What is learned of the model.</summary>
    public LearningPlan Plan(int newTokens, int seed) => new()
    {
        IsLearned = name => Lora is null && !IsFrozen(name),
        IsAdapted = name => !IsFrozen(name),
        Lora = Lora,
        NewTokens = newTokens,
        Seed = seed,
    };

    /// <summary>How it is learned.</summary>
    public LanguageOptions Options(int seed, TimeSpan? timeBudget) => new()
    {
        Epochs = Epochs,
        Steps = Steps,
        TimeBudget = timeBudget,
        MemorizeBatch = MemorizeBatch,
        RetrieveBatch = RetrieveBatch,
        MicroBatch = MicroBatch,
        RecomputesBlocks = RecomputesBlocks,
        LearningRate = LearningRate,
        Decay = Schedule,
        WarmupSteps = WarmupSteps,
        WeightDecay = WeightDecay,
        WeightDecayOn = WeightDecayOn,
        Beta2 = Beta2,
        ClipNorm = ClipNorm,
        Dropout = Dropout,
        Sequential = Sequential,
        Prompts = Prompts,
        Seed = seed,
    };

    private bool IsFrozen(string name) => Frozen.Any(part => name.Contains(part, StringComparison.Ordinal));
}
