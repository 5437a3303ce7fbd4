using System.CommandLine;
using System.CommandLine.Parsing;

namespace Eidetic.Cli.Inputs;

/// <summary>Puts what the parser found wrong into one sentence.</summary>
internal static class UsageErrors
{
    /// <summary>The first problem of a command line, or null when there is none.</summary>
    public static string? Find(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (parse.UnmatchedTokens.Count > 0)
        {
            return Unmatched(command, parse.UnmatchedTokens[0]);
        }

        if (command is RootCommand)
        {
            return parse.Errors.Count == 0 ? null : $"a command is expected: {Names(command)}; 'eidetic --help' tells about them";
        }

        var own = parse.Errors.FirstOrDefault(error => error.SymbolResult is not CommandResult && HasValue(error.SymbolResult));
        if (own is not null)
        {
            return own.Message;
        }

        foreach (var option in command.Options)
        {
            var result = parse.GetResult(option);
            if (result is { Tokens.Count: 0, Implicit: false } && option.Arity.MinimumNumberOfValues > 0)
                return $"{option.Name} needs a value: {option.Name} {option.HelpName}";

            if (option.Required && result is not { Implicit: false })
                return $"'{command.Name}' needs {option.Name} {option.HelpName}: {option.Description}";
        }

        foreach (var argument in command.Arguments)
        {
            if (argument.Arity.MinimumNumberOfValues > (parse.GetResult(argument)?.Tokens.Count ?? 0))
                return $"'{command.Name}' needs {argument.HelpName}: {argument.Description}";
        }

        return parse.Errors.Count == 0 ? null : parse.Errors[0].Message;
    }

    private static string Unmatched(Command command, string token)
    {
        if (command is RootCommand && !token.StartsWith('-'))
        {
            return $"there is no command '{token}': expected {Names(command)}";
        }

        var help = command is RootCommand ? "eidetic --help" : $"eidetic {command.Name} --help";
        return token.StartsWith('-')
            ? $"there is no option '{token}': '{help}' lists the options"
            : $"'{token}' is not expected here: put a text of several words in quotation marks, or see '{help}'";
    }

    private static bool HasValue(SymbolResult? result) => result is { Tokens.Count: > 0 };

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Select(sub => sub.Name));
}
