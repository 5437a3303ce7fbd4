using System.Text;

namespace Eidetic.Docs.Tests.CommandLines;

/// <summary>Reads commands as a shell reads them, as far as docs write them: words, quotes, comments, and what joins two commands.</summary>
internal static class ShellLine
{
    /// <summary>The commands of a line.</summary>
    /// <param name="line">One line; a prompt <c>$ </c> before it is left out.</param>
    /// <returns>A list of words each; none for a comment.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Commands(string line)
    {
        List<IReadOnlyList<string>> commands = [];
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        foreach (var letter in line.TrimStart().StartsWith("$ ", StringComparison.Ordinal) ? line.TrimStart()[2..] : line)
        {
            if (quote != '\0' ? letter == quote : letter is '"' or '\'')
            {
                (quote, isWord) = (quote == '\0' ? letter : '\0', true);
            }
            else if (quote != '\0' || !(letter is ' ' or '\t' or '|' or '&' or ';' or '>' or '<') && !(letter == '#' && !isWord))
            {
                word.Append(letter);
                isWord = true;
            }
            else
            {
                EndWord();
                if (letter == '#')
                {
                    break;
                }

                if (letter is not (' ' or '\t'))
                {
                    EndCommand();
                }
            }
        }

        EndWord();
        EndCommand();
        return commands;

        void EndWord()
        {
            if (isWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isWord = false;
        }

        void EndCommand()
        {
            if (words.Count > 0)
            {
                commands.Add(words);
            }

            words = [];
        }
    }
}
