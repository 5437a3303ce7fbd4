using Eidetic.Cli.Api;
using Spectre.Console;

namespace Eidetic.Cli;

/// <summary>What commands work with, brought in from outside so that tests can replace it.</summary>
internal sealed record CliContext
{
    /// <summary>The library.</summary>
    public required IEideticApi Api { get; init; }

    /// <summary>Pictures of the demo.</summary>
    public required IDemoShowcase Showcase { get; init; }

    /// <summary>Answers.</summary>
    public required IAnsiConsole Out { get; init; }

    /// <summary>Errors and remarks.</summary>
    public required IAnsiConsole Error { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
}
