using System.CommandLine;
using System.Globalization;

namespace Eidetic.Cli.Inputs;

/// <summary>Choices of how the compact backbone names and learns a collection.</summary>
internal sealed class CompactLearningOptions
{
    private readonly Option<int[]?> _codebooks = ValueOption.Checked(
        "--codebooks", "SIZES", "codes of every level of residual identifiers, the coarse ones first, as 1024,256,512 (default: by the number of images)", Sizes);

    private readonly Option<bool> _revive = ValueOption.Switch("--revive-codes", "start codes of residual identifiers that name no image anew");

    private readonly Option<double?> _contrast = ValueOption.Number(
        "--codebook-contrast", "W", "let captions move the codebooks of residual identifiers, so that they choose their images' codes (default: 0)",
        value => value is >= 0 and <= 1, "from 0 to 1");

    private readonly Option<double?> _temperature = ValueOption.Number(
        "--temperature", "T", "temperature of the shared space (default: learned)", value => value is >= 0.01 and <= 1, "from 0.01 to 1");

    private readonly Option<double?> _targetTemperature = ValueOption.Number(
        "--target-temperature", "T", "temperature of what queries are to be answered with, as a multiple of the shared space's (default: 0.667)",
        value => value is >= 0.1 and <= 10, "from 0.1 to 10");

    private readonly Option<int?> _hardNegatives = ValueOption.WholeNumber(
        "--hard-negatives", "images near each image that the shared space is to tell from it in the same batch, at most 20 (default: 0)", minimum: 0);

    private readonly Option<int?> _branchNegatives = ValueOption.WholeNumber(
        "--branch-negatives", "near images of other branches than which a caption's own is to be likelier, at most 20 (default: 0)", minimum: 0);

    private readonly Option<double?> _rankShare = ValueOption.Number(
        "--rank-share", "S", "last part of the learning that also ranks what the model's own beams find (default: 0)", value => value is >= 0 and <= 0.9, "from 0 to 0.9");

    private readonly Option<double?> _rDrop = ValueOption.Number(
        "--r-drop", "A", "how much two answers to a query under dropout are to agree (default: 0)", value => value is >= 0 and <= 100, "from 0 to 100");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_codebooks, _revive, _contrast, _temperature, _targetTemperature, _hardNegatives, _branchNegatives, _rankShare, _rDrop])
        {
            command.Options.Add(option);
        }
    }

    public CompactLearning Read(ParseResult parse) => new()
    {
        Codebooks = parse.GetValue(_codebooks) is { Length: > 0 } sizes ? sizes : null,    // the parser's own default is an empty list
        RevivesCodes = parse.GetValue(_revive),
        CodebookContrast = parse.GetValue(_contrast) ?? 0,
        Temperature = parse.GetValue(_temperature),
        TargetTemperature = parse.GetValue(_targetTemperature),
        HardNegatives = parse.GetValue(_hardNegatives) ?? 0,
        BranchNegatives = parse.GetValue(_branchNegatives) ?? 0,
        RankShare = parse.GetValue(_rankShare) ?? 0,
        RDrop = parse.GetValue(_rDrop) ?? 0,
    };

    private static int[]? Sizes(string text)
    {
        var sizes = text.Split(',').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return sizes.Length >= 2 && sizes.All(size => size > 0)
            ? sizes
            : throw new UsageException($"--codebooks must be at least two numbers above 0, the coarse codes first, as 1024,256,512; got '{text}'");
    }
}
