using System.CommandLine;
using Eidetic.Abstractions;

namespace Eidetic.Cli.Inputs;

/// <summary><c>--prior-weight</c>, <c>--prefix-weight</c> and <c>--wildcard-entropy</c>: what a search adds to the model's own probabilities.</summary>
internal sealed class ShapingOptions
{
    private readonly Option<double?> _prior = ValueOption.Number(
        "--prior-weight", "W", "take away what the model would say whatever is asked, W times (default: 0)", value => value is >= 0 and <= 10, "from 0 to 10");

    private readonly Option<double?> _prefix = ValueOption.Number(
        "--prefix-weight", "W", "add the similarity of the query with a path's vector, W times (default: 0)", value => value is >= 0 and <= 10, "from 0 to 10");

    private readonly Option<double?> _wildcard = ValueOption.Number(
        "--wildcard-entropy", "H", "from this share of the largest entropy on a step decides nothing (default: never)", value => value is > 0 and <= 1, "above 0, at most 1");

    public void AddTo(Command command)
    {
        command.Options.Add(_prior);
        command.Options.Add(_prefix);
        command.Options.Add(_wildcard);
    }

    /// <summary>Null when none is given.</summary>
    public ScoreShaping? Read(ParseResult parse) => (parse.GetValue(_prior), parse.GetValue(_prefix), parse.GetValue(_wildcard)) switch
    {
        (null, null, null) => null,
        var (prior, prefix, wildcard) => new ScoreShaping { PriorWeight = prior ?? 0, PrefixWeight = prefix ?? 0, WildcardEntropy = wildcard },
    };
}
