using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Evaluation;

/// <summary>Reads the lines of a UTF-8 file that hold anything, with their 1-based numbers.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">The file.</param>
    /// <param name="what">What the user was to name, as in <c>a query file</c>.</param>
    public static List<(long Number, string Line)> Read(string path, string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var lines = new List<(long, string)>();
        long number = 0;
        try
        {
            using var reader = new StreamReader(path, Strict);
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                    lines.Add((number, line));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            var isMissing = problem is FileNotFoundException or DirectoryNotFoundException;
            var found = isMissing ? "there is no such file" : problem.Message.TrimEnd('.');
            throw new SourceException($"Expected {what} at {path}, but it cannot be read: {found}.", path, innerException: problem);
        }
        catch (DecoderFallbackException problem)
        {
            // The reader decodes ahead of the lines it hands out, so the line itself is not known.
            throw new SourceException(
                $"Expected {what} in UTF-8, but {path} holds other bytes after line {number}: save it as UTF-8.", path, innerException: problem);
        }

        return lines.Count > 0 ? lines : throw new SourceException($"Expected {what} with at least one line, but {path} is empty.", path);
    }
}
