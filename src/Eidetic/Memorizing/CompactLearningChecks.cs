using System.Globalization;
using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>Checks the choices of learning, in the words of the command line.</summary>
internal static class CompactLearningChecks
{
    /// <exception cref="OptionException">A choice is out of range, or chooses nothing beside the other options.</exception>
    public static void Check(MemorizeOptions options)
    {
        var learning = options.Learning;
        ArgumentNullException.ThrowIfNull(learning, nameof(options.Learning));
        if (!learning.IsDefault && options.Model != MemorizeOptions.Compact)
        {
            throw new OptionException("--codebooks, --revive-codes, --codebook-contrast, --temperature, --target-temperature, --hard-negatives, --branch-negatives, "
                + "--rank-share and --r-drop are for the compact backbone: a published model learns as its --recipe says.");
        }

        Require(learning.CodebookContrast is >= 0 and <= 1, "--codebook-contrast must be from 0 to 1", learning.CodebookContrast);
        Require(learning.Temperature is null or (>= 0.01 and <= 1), "--temperature must be from 0.01 to 1", learning.Temperature);
        Require(learning.TargetTemperature is null or (>= 0.1 and <= 10), "--target-temperature must be from 0.1 to 10", learning.TargetTemperature);
        Require(learning.HardNegatives is >= 0 and <= 20, "--hard-negatives must be from 0 to 20", learning.HardNegatives);
        Require(learning.BranchNegatives is >= 0 and <= 20, "--branch-negatives must be from 0 to 20", learning.BranchNegatives);
        Require(learning.RankShare is >= 0 and <= 0.9, "--rank-share must be from 0 to 0.9", learning.RankShare);
        Require(learning.RDrop is >= 0 and <= 100, "--r-drop must be from 0 to 100", learning.RDrop);
        if (learning.Codebooks is { } sizes && (sizes.Count < 2 || sizes.Any(size => size < 1)))
        {
            throw new OptionException($"--codebooks must be at least two numbers above 0, the coarse codes first, as 1024,256,512; got '{string.Join(',', sizes)}'.");
        }

        if (options.Identifiers != IdentifierSchemes.Default && (learning.Codebooks is not null || learning.RevivesCodes || learning.CodebookContrast > 0))
        {
            throw new OptionException($"--codebooks, --revive-codes and --codebook-contrast are for residual identifiers, which have codebooks; got --identifiers {options.Identifiers}.");
        }

        if (learning.HardNegatives > 0 && options is { Eyes: { } eyes, Ears: { } ears } && eyes == ears)
        {
            throw new OptionException("--hard-negatives are for learning a shared space: eyes and ears of one published model have theirs already.");
        }
    }

    private static void Require(bool holds, string rule, double? actual)
    {
        if (!holds)
        {
            throw new OptionException(string.Create(CultureInfo.InvariantCulture, $"{rule}, got {actual}."));
        }
    }
}
