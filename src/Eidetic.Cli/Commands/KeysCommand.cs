using System.CommandLine;
using System.Globalization;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;
using Eidetic.Server.Keys;

namespace Eidetic.Cli.Commands;

/// <summary><c>keys add|list|remove</c>: who may ask a server that others can reach.</summary>
internal static class KeysCommand
{
    public static Command Create(CliContext context) => new("keys", "Make, list and take away the API keys of a server.")
    {
        Add(context), List(context), Remove(context),
    };

    private static Command Add(CliContext context)
    {
        var name = Name("who gets the key");
        var file = KeyFile();
        var scope = ValueOption.OneOf("--scope", "read|write", "read: ask and look; write: also add, remove and learn (default: read)", ["read", "write"]);
        var command = new Command("add", "Make a key and print it once; the file keeps its hash alone.") { name, file, scope };
        command.SetAction(parse =>
        {
            var opens = parse.GetValue(scope) == "write" ? ApiKeyScope.Write : ApiKeyScope.Read;
            Remarks.WriteRaw(context.Out, ApiKeyFile.Add(parse.GetRequiredValue(file)!, parse.GetRequiredValue(name), opens, context.Time.GetUtcNow()));
            Remarks.WriteRaw(context.Error, "keep it: it cannot be shown again");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List(CliContext context)
    {
        var file = KeyFile();
        var command = new Command("list", "List the names of keys, what they open, and when they were made.") { file };
        command.SetAction(parse =>
        {
            foreach (var key in ApiKeyFile.Read(parse.GetRequiredValue(file)!))
            {
                Remarks.WriteRaw(context.Out, string.Create(CultureInfo.InvariantCulture, $"{key.Name}  {(key.Scope == ApiKeyScope.Write ? "write" : "read")}  {key.Created:yyyy-MM-dd}"));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Remove(CliContext context)
    {
        var name = Name("whose key");
        var file = KeyFile();
        var command = new Command("remove", "Take a key away; a server that runs refuses it within seconds.") { name, file };
        command.SetAction(parse =>
        {
            ApiKeyFile.Remove(parse.GetRequiredValue(file)!, parse.GetRequiredValue(name));
            Remarks.WriteRaw(context.Out, $"the key of {parse.GetRequiredValue(name)} opens nothing any more");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Argument<string> Name(string description) => new("NAME") { Description = description };

    private static Option<string?> KeyFile()
    {
        var file = ValueOption.PathName("--api-keys", "FILE", "the file of keys");
        file.Required = true;
        return file;
    }
}
