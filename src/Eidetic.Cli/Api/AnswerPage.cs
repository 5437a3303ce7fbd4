using Eidetic.Abstractions;
using Eidetic.Cli.Demo;

namespace Eidetic.Cli.Api;

/// <summary>The file that <c>recall --html</c> writes.</summary>
internal sealed class AnswerPage
{
    private readonly string _file;
    private readonly string _command;

    /// <param name="file">The page.</param>
    /// <param name="arguments">What was typed after the program's name.</param>
    /// <exception cref="UsageException">The file is a folder.</exception>
    public AnswerPage(string file, IEnumerable<string> arguments)
    {
        if (Directory.Exists(file))
        {
            throw new UsageException($"--html must name a file to write, but '{file}' is a folder");
        }

        _file = file;
        _command = string.Join(' ', arguments.Select(Quoted).Prepend("eidetic"));
    }

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="results">The answers, explained.</param>
    /// <param name="imageFile">The picture that was asked with, or null.</param>
    /// <param name="memory">The memory that was asked.</param>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(IReadOnlyList<RecallResult> results, string? imageFile, IOpenMemory memory, string folder) =>
        DemoPage.Write(_file, RecallPageContent.From(results, imageFile, memory, folder, _command));

    // As a shell takes it; a word without signs of its own stays bare.
    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(sign => char.IsLetterOrDigit(sign) || "-_./:=,@+".Contains(sign))
            ? argument
            : $"'{argument.Replace("'", "'\\''")}'";
}
