using Eidetic.Training;

namespace Eidetic;

/// <summary>How the decoder learns unless a user says otherwise.</summary>
internal static class LearningDefaults
{
    private const int Epochs = 60;
    private const double CodebookRate = 0.1;

    /// <summary>The options of a run.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="uncaptioned">Share of images that nobody captioned, 0..1.</param>
    /// <param name="hasCodebook">Whether most tokens have a place in the shared space to start from.</param>
    public static LearningOptions For(MemorizeOptions options, double uncaptioned, bool hasCodebook)
    {
        var standard = new LearningOptions();
        return standard with
        {
            Epochs = options.Epochs ?? Epochs,
            Seed = options.Seed,
            Sequential = options.Sequential,
            MixingShare = options.Mixing ? standard.MixingShare : 0,

            TargetSharpness = TargetSharpness(options.Learning),
            RDrop = options.Learning.RDrop,
            BranchNegatives = options.Learning.BranchNegatives,
            RankShare = options.Learning.RankShare,

            TokenVectorRate = hasCodebook ? CodebookRate : standard.TokenVectorRate,

            // A caption's own image as target favours captioned images over those that nobody captioned, which queries ask for too.
            OwnImageWeight = uncaptioned < HeldOutSelection.ManyUncaptioned ? standard.OwnImageWeight : 0,
        };
    }

    /// <summary>What similarities are multiplied with in the distribution that the decoder is taught.</summary>
    /// <param name="learning">How a memory learns, or null where nothing else than usual was said.</param>
    public static double TargetSharpness(CompactLearning? learning) =>
        learning?.TargetTemperature is { } temperature ? 1 / temperature : new LearningOptions().TargetSharpness;
}
