using System.CommandLine;
using System.CommandLine.Parsing;

namespace Eidetic.Cli.Inputs;

/// <summary>Puts what the parser found wrong into one sentence.</summary>
internal static class UsageErrors
{
    /// <summary>The first problem of a command line, or null when there is none.</summary>
    public static string? Find(ParseResult parse)
    {
        if (FindUnknown(parse) is { } unknown)
        {
            return unknown;
        }

        var command = parse.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            var kind = command is RootCommand ? "a command is expected" : $"'{command.Name}' needs to know what to do";
            return parse.Errors.Count == 0 ? null : $"{kind}: {Names(command)}; '{Path(command)} --help' tells about them";
        }

        var given = command.Options.Select(parse.GetResult).OfType<OptionResult>().Where(result => !result.Implicit).ToArray();
        if (given.FirstOrDefault(IsRepeated) is { } repeated)
        {
            return $"{repeated.Option.Name} is given more than once: give it once";
        }

        if (given.FirstOrDefault(result => result.Tokens.Count < result.Option.Arity.MinimumNumberOfValues) is { } bare)
        {
            return $"{bare.Option.Name} needs a value: {bare.Option.Name} {bare.Option.HelpName}";
        }

        if (parse.Errors.FirstOrDefault(error => error.SymbolResult is OptionResult { Tokens.Count: > 0 }) is { } wrongValue)
        {
            return wrongValue.Message;
        }

        if (command.Options.FirstOrDefault(option => option.Required && given.All(result => result.Option != option)) is { } missing)
        {
            return $"'{command.Name}' needs {missing.Name} {missing.HelpName}: {missing.Description}";
        }

        foreach (var argument in command.Arguments)
        {
            if (argument.Arity.MinimumNumberOfValues > (parse.GetResult(argument)?.Tokens.Count ?? 0))
                return $"'{command.Name}' needs {argument.Name}: {argument.Description}";
        }

        return parse.Errors.Count == 0 ? null : parse.Errors[0].Message;
    }

    /// <summary>The first word that is no command, option or argument, or null. What else is wrong is not looked at.</summary>
    public static string? FindUnknown(ParseResult parse)
    {
        // The parser takes an option it does not know for an argument that is still to come; only after "--" is it meant so.
        var mistaken = parse.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens)
                .FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
        var unknown = mistaken ?? (parse.UnmatchedTokens is [var first, ..] ? first : null);
        return unknown is null ? null : Unmatched(parse.CommandResult.Command, unknown);
    }

    private static bool IsRepeated(OptionResult result) =>
        result.IdentifierTokenCount > 1 && result.Option.Arity.MaximumNumberOfValues == 1;

    private static string Unmatched(Command command, string token)
    {
        if (command.Subcommands.Count > 0 && !token.StartsWith('-'))
        {
            return $"there is no command '{token}': expected {Names(command)}";
        }

        var help = Path(command) + " --help";
        return token.StartsWith('-')
            ? $"there is no option '{token}': '{help}' lists the options"
            : $"'{token}' is not expected here: put a text of several words in quotation marks, or see '{help}'";
    }

    // "eidetic models pull", whatever the program's file is called.
    private static string Path(Command command) => command is RootCommand
        ? "eidetic"
        : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Select(sub => sub.Name));
}
