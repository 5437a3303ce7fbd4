using Eidetic.Abstractions;
using Eidetic.Modeling;
using Eidetic.Training;
using TorchSharp;

namespace Eidetic;

/// <summary>Learns a collection into a published language model.</summary>
internal sealed class LanguageTraining(Collection collection, LearningMaterial material, RunFolder run, PhaseReporter reporter, torch.Device device)
{
    private static readonly string[] SchemesOfText = ["string", "numeric", "semantic"];

    /// <summary>Cuts identifiers as the model cuts text, where the scheme writes them as text.</summary>
    public static Func<string, IReadOnlyList<string>> CutText(IModelSource source) =>
        text => [.. source.Tokenizer.Encode(text).Select(source.Tokenizer.NameOf)];

    /// <summary>Learns.</summary>
    /// <param name="source">The published model; stays the caller's.</param>
    /// <param name="recipe">How to learn, resolved.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="assignment">The identifiers.</param>
    /// <param name="space">The shared space; belongs to the result.</param>
    /// <param name="fingerprint">Names the run in checkpoints.</param>
    /// <param name="timeBudget">How long it may take, or null.</param>
    /// <param name="metrics">Where steps are written.</param>
    /// <param name="cancellationToken">Stops; a state to resume from is then on disk.</param>
    /// <returns>The learned model, and its pictures.</returns>
    public (LanguageMemory Memory, PreparedPictures Pictures) Learn(
        IModelSource source, LearningRecipe recipe, int seed, IdentifierAssignment assignment, SharedSpace space, string fingerprint, TimeSpan? timeBudget,
        MetricsLog metrics, CancellationToken cancellationToken)
    {
        var tokens = Tokens(source, recipe, assignment);
        var model = source.Open(recipe.Plan(tokens.NewTokens, seed), device);
        try
        {
            var head = assignment is { IsAtomic: true, TokenVectors: { } vectors } ? ImageHead.Start(model, vectors, seed, device) : null;
            var facts = new LanguageFacts
            {
                BaseFolder = source.Folder,
                BaseSha256 = source.Sha256,
                Tokens = tokens.Known,
                ImageHead = head is null ? null : new ImageHeadSize(head.Images, head.Dim),
                Seed = seed,
                Recipe = recipe,
            };
            var memory = new LanguageMemory(model, head, space, facts, device);
            var pictures = new PreparedPictures(collection, model.Preparation);
            // An atomic identifier is the image's own number, which the head knows it by.
            var set = Set(head is null ? tokens.In(model) : [.. Enumerable.Range(0, head.Images)], assignment, pictures, memory.Padding);
            IAnswerLoss loss = head is null ? new LanguageLoss(model, device) : new ImageHeadLoss(model, head, device);
            using var learner = new LanguageModelLearner(model, set, recipe.Options(seed, timeBudget), fingerprint, loss);
            if (run.IsResumed && File.Exists(run.LearningFile))
            {
                learner.Resume(run.LearningFile);
            }

            learner.Run(run.LearningFile, step => reporter.Tell(MemorizePhase.Learning, step, metrics), cancellationToken);
            return (memory, pictures);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // Atomic identifiers are scored by a head, not written.
    private static IdentifierTokens Tokens(IModelSource source, LearningRecipe recipe, IdentifierAssignment assignment) =>
        assignment.IsAtomic ? IdentifierTokens.AllNew(0)
        : SchemesOfText.Contains(recipe.Identifiers) ? IdentifierTokens.Text(assignment.Vocabulary, source.Tokenizer)
        : IdentifierTokens.AllNew(assignment.Vocabulary.Count);

    private LanguageSet Set(int[] modelTokens, IdentifierAssignment assignment, PreparedPictures pictures, PreparedPicture padding)
    {
        var identifiers = assignment.Identifiers.ToLookup(i => i.Image, i => (IReadOnlyList<int>)[.. i.Tokens.Select(t => modelTokens[t])]);
        return new LanguageSet
        {
            Images = collection.Images.Count,
            Picture = image => pictures[image],
            Padding = padding,
            Texts = [.. material.Captions.SelectMany((list, image) => list.Select(caption => (image, caption.Text)))],
            Identifiers = [.. Enumerable.Range(0, collection.Images.Count).Select(image => (IReadOnlyList<IReadOnlyList<int>>)[.. identifiers[image]])],
        };
    }
}
