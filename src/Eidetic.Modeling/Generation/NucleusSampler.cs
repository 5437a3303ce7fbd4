using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Draws each row's next token from the fewest tokens that have a given share of the probability between them (Holtzman et al. 2020, arXiv
/// 1904.09751, §3.1). Same seed, same draws. One thread at a time.
/// </summary>
internal sealed class NucleusSampler : ITokenSampler
{
    private readonly double _topP;
    private readonly double _temperature;
    private readonly Random _random;

    /// <param name="topP">The share, above 0 and up to 1; 1 draws from all.</param>
    /// <param name="temperature">Logits are divided by it: below 1 makes the likely likelier. Above 0.</param>
    /// <param name="seed">Of the draws.</param>
    public NucleusSampler(double topP, double temperature, int seed)
    {
        if (!(topP is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(topP), topP, "Expected a share above 0 and up to 1.");
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "Expected a temperature above 0.");

        (_topP, _temperature, _random) = (topP, temperature, new Random(seed));
    }

    /// <inheritdoc />
    public Tensor Choose(Tensor logits)
    {
        using var scope = NewDisposeScope();
        var (rows, vocabulary) = ((int)logits.shape[0], (int)logits.shape[1]);
        var scores = logits.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();       // [rows*vocab]
        var chosen = new long[rows];
        for (var row = 0; row < rows; row++)
        {
            chosen[row] = Draw(scores.AsSpan(row * vocabulary, vocabulary));
        }

        return PromptBatch.Whole(chosen, logits.device, rows).MoveToOuterDisposeScope(); // [rows]
    }

    private int Draw(ReadOnlySpan<float> scores)
    {
        var best = float.NegativeInfinity;
        foreach (var score in scores)
        {
            best = Math.Max(best, score);
        }

        var tokens = new int[scores.Length];
        var unlikeliness = new double[scores.Length]; // minus the probability, so that sorting brings the likeliest first
        var sum = 0.0;
        for (var token = 0; token < scores.Length; token++)
        {
            tokens[token] = token;
            unlikeliness[token] = -Math.Exp((scores[token] - best) / _temperature);
            sum -= unlikeliness[token];
        }

        if (!double.IsFinite(sum))
            throw new InvalidOperationException("Expected finite scores of the next token, the model gave others.");

        // Equally likely tokens in the order of their numbers: sorting alone would leave it open.
        Array.Sort(tokens, (a, b) => unlikeliness[a].CompareTo(unlikeliness[b]) is not 0 and var order ? order : a.CompareTo(b));
        var (count, mass) = (0, 0.0);
        while (count < tokens.Length && (count == 0 || mass < _topP * sum))
        {
            mass -= unlikeliness[tokens[count++]];
        }

        var drawn = _random.NextDouble() * mass;
        for (var i = 0; i < count; i++)
        {
            drawn += unlikeliness[tokens[i]];
            if (drawn < 0)
                return tokens[i];
        }

        return tokens[count - 1]; // rounding
    }
}
