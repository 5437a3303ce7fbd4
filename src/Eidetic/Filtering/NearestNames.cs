namespace Eidetic;

/// <summary>Finds what somebody may have meant who wrote a name that is not there.</summary>
internal static class NearestNames
{
    private const int Most = 3;

    /// <summary>The names nearest to what was written, best first: few letters differ, or one holds the other.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">The names there are, the more usual before the less.</param>
    public static IReadOnlyList<string> Of(string written, IEnumerable<string> names)
    {
        var wanted = written.Trim().ToUpperInvariant();
        return [.. names
            .Select(name => (Name: name, Distance: Distance(wanted, name.ToUpperInvariant())))
            .Where(entry => entry.Distance is not null)
            .OrderBy(entry => entry.Distance)
            .Take(Most)
            .Select(entry => entry.Name)];
    }

    private static int? Distance(string wanted, string name)
    {
        var most = Math.Max(1, wanted.Length / 3);
        if (Math.Abs(wanted.Length - name.Length) <= most && Edits(wanted, name) is var edits && edits <= most)
        {
            return edits;
        }

        var (shorter, longer) = wanted.Length < name.Length ? (wanted, name) : (name, wanted);
        return shorter.Length >= 3 && longer.Contains(shorter, StringComparison.Ordinal) ? most + longer.Length - shorter.Length : null;
    }

    /// <summary>Letters to insert, delete or replace, two that changed places counting once (Damerau 1964).</summary>
    private static int Edits(string from, string to)
    {
        var (before, last, row) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[to.Length];
    }
}
