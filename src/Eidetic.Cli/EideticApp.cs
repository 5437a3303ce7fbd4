using System.CommandLine;
using Eidetic.Abstractions;
using Eidetic.Cli.Commands;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;
using Spectre.Console;

namespace Eidetic.Cli;

/// <summary>The command line: parses it, runs the command, and turns whatever goes wrong into one line and an exit code.</summary>
internal sealed class EideticApp(CliContext context)
{
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "show where an error came from", Recursive = true };

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">What was typed after the program's name.</param>
    /// <param name="cancellationToken">Interrupts the command.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var parse = Parse(arguments);
        if (parse.Action is not { ClearsParseErrors: true } && UsageErrors.Find(parse) is { } problem)
        {
            Fail(problem);
            return ExitCodes.WrongUsage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = context.Out.Profile.Out.Writer,
            Error = context.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parse.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception exception)
        {
            var exitCode = Explain(exception, cancellationToken);
            if (parse.GetValue(_verbose))
                Remarks.WriteRaw(context.Error, exception.ToString());

            return exitCode;
        }
    }

    /// <summary>Reads a command line and runs nothing.</summary>
    public ParseResult Parse(IReadOnlyList<string> arguments) => CreateRoot().Parse(arguments, Parsing);

    private RootCommand CreateRoot()
    {
        var root = new RootCommand(
            "Image search where the model is the index: it memorizes a collection and recalls images by description.")
        {
            HelpName = "eidetic",
        };
        root.Add(_verbose);
        root.Add(DemoCommand.Create(context));
        root.Add(MemorizeCommand.Create(context));
        root.Add(AddCommand.Create(context));
        root.Add(RemoveCommand.Create(context));
        root.Add(ConsolidateCommand.Create(context));
        root.Add(RecallCommand.Create(context));
        root.Add(EvaluateCommand.Create(context));
        root.Add(InfoCommand.Create(context));
        root.Add(ServeCommand.Create(context));
        root.Add(KeysCommand.Create(context));
        root.Add(McpCommand.Create());
        root.Add(CaptionCommand.Create(context));
        root.Add(ModelsCommand.Create(context));
        root.Add(DoctorCommand.Create(context));
        return root;
    }

    private int Explain(Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case InterruptedException:
                Remarks.WriteRaw(context.Error, exception.Message);
                return ExitCodes.Interrupted;
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                Remarks.WriteRaw(context.Error, "interrupted");
                return ExitCodes.Interrupted;
            case UsageException or OptionException:
                Fail(exception.Message);
                return ExitCodes.WrongUsage;
            case NativeRuntimeException:
                Fail(exception.Message);
                return ExitCodes.Failed;
            case ImageDecodeException picture:
                var isNamed = picture.Message.Contains(picture.Item, StringComparison.Ordinal);
                Fail(isNamed ? picture.Message : $"{picture.Item}: {picture.Message}");
                return ExitCodes.BadData;
            case EideticException:
                Fail(exception.Message);
                return ExitCodes.BadData;
            case ArgumentException argument:
                Fail(WithoutParameterName(argument));
                return ExitCodes.Failed;
            default:
                Fail(exception.Message);
                return ExitCodes.Failed;
        }
    }

    private void Fail(string message)
    {
        context.Error.Write(new Text("error: ", new Style(Color.Red)));
        Remarks.WriteRaw(context.Error, Remarks.OnOneLine(message));
    }

    /// <summary>The runtime appends the name of a C# parameter, which says nothing to a user.</summary>
    private static string WithoutParameterName(ArgumentException exception)
    {
        var end = exception.ParamName is { } name
            ? exception.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal)
            : -1;
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
