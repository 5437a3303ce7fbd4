using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Compares the tensors a model is made of with those a file holds.</summary>
internal static class CheckpointLayout
{
    private const int NamesInMessage = 5;

    /// <summary>Throws unless the file holds, under the prefix, exactly the expected tensors in their shapes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">Names without prefix, and shapes.</param>
    /// <param name="prefix">What the names in the file begin with; empty for none.</param>
    /// <exception cref="CheckpointFormatException">Tensors are missing, surplus, or of another shape; they are named.</exception>
    public static void Require(ICheckpoint file, IReadOnlyDictionary<string, long[]> expected, string prefix = "")
    {
        var problems = new List<string>();
        Report(problems, "missing", expected.Keys.Select(name => prefix + name).Where(name => !file.Contains(name)));
        Report(problems, "not expected", file.Names.Where(name =>
            name.StartsWith(prefix, StringComparison.Ordinal) && !expected.ContainsKey(name[prefix.Length..])));
        Report(problems, "of another shape", expected.Where(entry => file.Contains(prefix + entry.Key))
            .Select(entry => (Name: prefix + entry.Key, Expected: entry.Value, Found: file.Info(prefix + entry.Key).Shape))
            .Where(entry => !entry.Expected.SequenceEqual(entry.Found))
            .Select(entry => $"{entry.Name} (expected [{string.Join(", ", entry.Expected)}], found [{string.Join(", ", entry.Found)}])"));
        if (problems.Count > 0)
            throw new CheckpointFormatException(file.Path, $"{file.Path} does not hold this model's weights: {string.Join("; ", problems)}.");
    }

    /// <summary>Counts and names tensors, as in <c>2 missing: a, b</c>.</summary>
    public static string Describe(string what, IReadOnlyCollection<string> names)
    {
        var more = names.Count > NamesInMessage ? $" and {names.Count - NamesInMessage} more" : "";
        return $"{names.Count} {what}: {string.Join(", ", names.Order(StringComparer.Ordinal).Take(NamesInMessage))}{more}";
    }

    private static void Report(List<string> problems, string what, IEnumerable<string> names)
    {
        var list = names.ToList();
        if (list.Count > 0)
            problems.Add(Describe(what, list));
    }
}
