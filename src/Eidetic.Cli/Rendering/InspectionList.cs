using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints what a folder holds of a model, and what is missing.</summary>
internal static class InspectionList
{
    public static void Write(IAnsiConsole console, ModelInspection found)
    {
        var list = new FactList()
            .Add("folder", found.Folder)
            .Add("what", found.Kind)
            .Add("known as", found.Known?.Name ?? "no model that is known by name")
            .Add("parameters", found.Elements.Count == 0 ? "not known: there are no safetensors files" : Display.Count(found.Parameters));
        foreach (var share in found.Elements)
        {
            list.Add(share.Type, $"{Display.Count(share.Tensors, "tensor")}, {Display.Count(share.Parameters, "value")}, {Display.Size(share.SizeInBytes)}");
        }

        foreach (var (name, size) in found.Files)
        {
            list.Add("file", $"{name}, {Display.Size(size)}");
        }

        foreach (var gap in found.Missing)
        {
            list.AddCheck("missing", isGood: false, Remarks.OnOneLine(gap.What), gap.Remedy);
        }

        if (found.Missing.Count == 0)
            list.AddCheck("whole", isGood: true, "nothing is missing that is known to be needed");

        list.Write(console);
    }
}
