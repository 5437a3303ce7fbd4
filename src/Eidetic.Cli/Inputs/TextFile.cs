using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Cli.Inputs;

/// <summary>Reads the lines of a text file that an option names; blank lines are left out.</summary>
internal static class TextFile
{
    /// <summary>The lines with their 1-based numbers.</summary>
    /// <exception cref="SourceException">The file is missing, unreadable, not UTF-8, or holds no line.</exception>
    public static IReadOnlyList<(int Number, string Text)> ReadLines(string option, string file)
    {
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            var lines = File.ReadLines(file, strict)
                .Select((text, index) => (Number: index + 1, Text: text.Trim()))
                .Where(line => line.Text.Length > 0)
                .ToArray();
            return lines.Length > 0 ? lines : throw new SourceException($"{option}: '{file}' is empty: expected one entry a line", file);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException($"{option}: there is no file '{file}'", file, innerException: problem);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            var reason = Directory.Exists(file) ? "it is a folder" : problem.Message;
            throw new SourceException($"{option}: '{file}' cannot be read: {reason}", file, innerException: problem);
        }
        catch (DecoderFallbackException problem)
        {
            throw new SourceException($"{option}: '{file}' is not a text in UTF-8", file, innerException: problem);
        }
    }
}
