using Eidetic.Abstractions;

namespace Eidetic.Evaluation;

/// <summary>Files of image keys for <c>evaluate --candidates</c>: one key a line.</summary>
public static class CandidateFile
{
    /// <summary>Reads all keys. Blank lines are skipped, white space around a key is cut, a repeated key counts once.</summary>
    /// <param name="path">A UTF-8 file.</param>
    /// <returns>At least one key, in the order of the lines.</returns>
    /// <exception cref="SourceException">The file is missing, empty, or not UTF-8.</exception>
    public static IReadOnlyList<string> Read(string path) =>
        [.. TextLines.Read(path, "a file of candidate keys").Select(line => line.Line.Trim()).Distinct(StringComparer.Ordinal)];
}
