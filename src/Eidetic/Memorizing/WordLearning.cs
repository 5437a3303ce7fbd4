using Eidetic.Modeling;
using Eidetic.Training;
using TorchSharp;

namespace Eidetic;

/// <summary>Learns a collection's word space, or takes it from the run that is resumed.</summary>
internal sealed class WordLearning(LearningMaterial material, RunFolder run, PhaseReporter reporter, torch.Device device)
{
    private const double TimePart = 0.15;          // part of what a time budget leaves
    private const int FewestWords = 20;            // a collection with fewer says too little by them
    private const int MostWords = 20_000;
    private const int ManyTexts = 5_000;           // from here on a word must be in three texts, below in two

    /// <summary>Learns it beside a shared space.</summary>
    /// <param name="shared">Learned.</param>
    /// <param name="compact">Sizes of the shared space.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="left">What is left of the time budget, or null.</param>
    /// <param name="metrics">Where steps are written.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The word space, or null where the captions hold too few words, or words that mislead.</returns>
    public WordSpace? Learn(SharedSpace shared, CompactOptions compact, int seed, TimeSpan? left, MetricsLog metrics, CancellationToken cancellationToken)
    {
        var learned = LearnedTexts.Of(material.Set).Select(text => material.Texts[text]).ToArray();
        var list = WordList.Of(learned, fewestTexts: learned.Length > ManyTexts ? 3 : 2, MostWords);
        if (list.Count < FewestWords)
        {
            return null;
        }

        torch.manual_seed(seed);
        var space = new WordSpace(new WordSpaceOptions { ImageDim = compact.ImageDim, Words = list.Words }, device);
        try
        {
            if (run.IsResumed && File.Exists(run.WordsFile))
            {
                using var file = SafetensorsFile.Open(run.WordsFile);
                ModuleWeights.LoadStrict(space, file);
                space.eval();
                return space;
            }

            var options = new WordSpaceTraining { Seed = seed, TimeBudget = left * TimePart };
            var trainer = new WordSpaceTrainer(material.Set, material.Texts, shared, options, device);
            trainer.Train(space, step => reporter.Tell(MemorizePhase.Words, step, metrics), cancellationToken);
            if (trainer.ChooseStrength(space, material.HeldOut) == 0)
            {
                space.Dispose();
                return null;
            }

            ModuleWeights.Save(space, run.WordsFile);
            return space;
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }
}
