using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints the published models that are known by name.</summary>
internal static class ModelsList
{
    public static void Write(IAnsiConsole console, IReadOnlyList<PublishedModel> models)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("name");
        table.AddColumn("what");
        table.AddColumn(new TableColumn("on disk").RightAligned());
        table.AddColumn(new TableColumn("in memory").RightAligned());
        table.AddColumn("repositories");
        foreach (var model in models)
        {
            table.AddRow(
                new Text(model.Name),
                new Text(model.Use),
                new Text("about " + Display.Size(model.SizeInBytes)),
                new Text("about " + Display.Size(model.MemoryInBytes)),
                new Text(string.Join('\n', model.Parts.Select(Describe))));
        }

        console.Write(table);
        console.WriteLine("In memory: the weights as float32, to answer; learning needs more. Fetched are descriptions (*.json, vocabularies)");
        console.WriteLine("and the weights once, as *.safetensors where there are any. Fetch one with 'eidetic models pull NAME'.");
    }

    private static string Describe(ModelPart part) => part.Folder.Length == 0 ? part.Repository : $"{part.Repository} (in {part.Folder}/)";
}
