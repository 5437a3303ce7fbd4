using Eidetic.Abstractions;

namespace Eidetic.Training;

/// <summary>Numbers the prefixes of identifiers, and lists the tokens that follow each.</summary>
internal static class IdentifierPrefixes
{
    /// <param name="identifiers">Distinct and prefix-free.</param>
    /// <param name="steps">Tokens of the longest.</param>
    /// <returns>
    /// [steps][identifiers]: the number of each one's prefix of that many tokens, and [prefixes]: the tokens that follow each. After its
    /// end an identifier stays at its last prefix.
    /// </returns>
    public static (int[][] Prefixes, int[][] Children) Of(IReadOnlyList<ImageIdentifier> identifiers, int steps)
    {
        var numbers = new Dictionary<(int Prefix, int Token), int>();
        var children = new List<SortedSet<int>> { new() };
        var prefixes = Enumerable.Range(0, steps).Select(_ => new int[identifiers.Count]).ToArray();
        for (var i = 0; i < identifiers.Count; i++)
        {
            var (prefix, tokens) = (0, identifiers[i].Tokens);
            for (var step = 0; step < steps; step++)
            {
                prefixes[step][i] = prefix;
                if (step >= tokens.Count)
                {
                    continue;
                }

                children[prefix].Add(tokens[step]);
                if (step + 1 < tokens.Count)
                {
                    prefix = Follow(numbers, children, prefix, tokens[step]);
                }
            }
        }

        return (prefixes, [.. children.Select(c => c.ToArray())]);
    }

    private static int Follow(Dictionary<(int Prefix, int Token), int> numbers, List<SortedSet<int>> children, int prefix, int token)
    {
        if (!numbers.TryGetValue((prefix, token), out var next))
        {
            next = children.Count;
            children.Add([]);
            numbers.Add((prefix, token), next);
        }

        return next;
    }
}
