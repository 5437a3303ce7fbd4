using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Eidetic.Cli.Inputs;

/// <summary>Makes options whose values are checked while they are parsed, with one sentence in the user's words for a wrong one.</summary>
internal static class ValueOption
{
    /// <summary>A whole number; null when the option is not given.</summary>
    public static Option<int?> WholeNumber(string name, string description, int minimum = int.MinValue) =>
        Checked<int?>(name, "N", description, text =>
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                throw new UsageException($"{name} must be a whole number, got '{text}'");

            return number >= minimum
                ? number
                : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {minimum}, got {number}"));
        });

    /// <summary>A number; null when the option is not given.</summary>
    public static Option<double?> Number(string name, string valueName, string description, Func<double, bool> isGood, string range) =>
        Checked<double?>(name, valueName, description, text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && isGood(number)
                ? number
                : throw new UsageException($"{name} must be a number {range}, got '{text}'"));

    /// <summary>One of a few names; the first is the default.</summary>
    public static Option<string> OneOf(string name, string valueName, string description, IReadOnlyList<string> names)
    {
        var option = Checked<string>(name, valueName, description, text => names.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new UsageException($"{name} must be one of {string.Join(", ", names)}, got '{text}'"));
        option.DefaultValueFactory = _ => names[0];
        return option;
    }

    /// <summary>An option whose value is read by a function that throws <see cref="UsageException"/>.</summary>
    public static Option<T> Checked<T>(string name, string valueName, string description, Func<string, T> read) => new(name)
    {
        Description = description,
        HelpName = valueName,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Read(result, read),
    };

    /// <summary>An option that may be given several times, each time with a text that is not empty.</summary>
    public static Option<string[]> Many(string name, string valueName, string description) => new(name)
    {
        Description = description,
        HelpName = valueName,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                result.AddError($"{name} must name a {valueName.ToLowerInvariant()}, got an empty text");

            return [.. result.Tokens.Select(token => token.Value)];
        },
    };

    /// <summary>A file or folder name; empty names are wrong.</summary>
    public static Option<string?> PathName(string name, string valueName, string description) =>
        Checked<string?>(name, valueName, description, text => string.IsNullOrWhiteSpace(text)
            ? throw new UsageException($"{name} must name a {valueName.ToLowerInvariant()}, got an empty text")
            : text);

    /// <summary>The memory folder, which most commands cannot do without.</summary>
    public static Option<string> Memory(string description)
    {
        var option = Checked("--memory", "DIR", description, text => string.IsNullOrWhiteSpace(text)
            ? throw new UsageException("--memory must name a folder, got an empty text")
            : text);
        option.Required = true;
        return option;
    }

    /// <summary>A switch that is on when it is given.</summary>
    public static Option<bool> Switch(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static T? Read<T>(ArgumentResult result, Func<string, T> read)
    {
        try
        {
            return read(result.Tokens[^1].Value);
        }
        catch (UsageException problem)
        {
            result.AddError(problem.Message);
            return default;
        }
    }
}
