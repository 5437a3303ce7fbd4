using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eidetic.Cli.Rendering;

/// <summary>An aligned list: a mark where one is due, a name, and what there is to tell.</summary>
internal sealed class FactList
{
    private readonly Grid _grid = new Grid()
        .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1))
        .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(3))
        .AddColumn(new GridColumn().PadLeft(0).PadRight(0));

    /// <summary>A line without a mark.</summary>
    public FactList Add(string name, string value)
    {
        _grid.AddRow(Text.Empty, new Text(name), new Text(value));
        return this;
    }

    /// <summary>A line with a tick or a cross, and below a cross how to mend it.</summary>
    public FactList AddCheck(string name, bool isGood, string value, string? remedy = null, bool isNeeded = true)
    {
        _grid.AddRow(Mark(isGood, isNeeded), new Text(name), new Text(value));
        if (!isGood && remedy is not null)
            _grid.AddRow(Text.Empty, Text.Empty, new Text($"→ {remedy}"));

        return this;
    }

    public void Write(IAnsiConsole console) => console.Write(_grid);

    private static Text Mark(bool isGood, bool isNeeded) => (isGood, isNeeded) switch
    {
        (true, _) => new Text("✓", new Style(Color.Green)),
        (false, true) => new Text("✗", new Style(Color.Red)),
        (false, false) => new Text("✗", new Style(Color.Grey)),
    };
}
