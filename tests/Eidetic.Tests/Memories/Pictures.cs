using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic.Tests.Memories;

/// <summary>Draws pictures of coloured shapes, no two alike, and folders of them.</summary>
internal static class Pictures
{
    public const int Size = 48;

    private static readonly (string Name, byte Red, byte Green, byte Blue)[] Colors =
    [
        ("red", 220, 30, 30), ("green", 30, 160, 60), ("blue", 40, 70, 220), ("yellow", 240, 210, 40), ("purple", 130, 40, 150), ("black", 20, 20, 20),
    ];

    private static readonly (string Name, byte Red, byte Green, byte Blue)[] MoreColors = [("orange", 240, 140, 20), ("cyan", 40, 190, 210), ("grey", 130, 130, 130)];

    private static readonly (string Name, Func<int, int, bool> Covers)[] Shapes =
    [
        ("disc", (x, y) => ((x - 24) * (x - 24)) + ((y - 24) * (y - 24)) < 300),
        ("square", (x, y) => x is > 8 and < 40 && y is > 8 and < 40),
        ("stripes", (_, y) => y / 6 % 2 == 0),
        ("cross", (x, y) => x is > 18 and < 30 || y is > 18 and < 30),
    ];

    /// <summary>Names of all drawings, such as <c>red-disc</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Colors.SelectMany(color => Shapes.Select(shape => $"{color.Name}-{shape.Name}"))];

    /// <summary>Names of drawings in other colours, for images that come later.</summary>
    public static IReadOnlyList<string> MoreNames { get; } = [.. MoreColors.SelectMany(color => Shapes.Select(shape => $"{color.Name}-{shape.Name}"))];

    public static RgbImage Draw(string name)
    {
        var parts = name.Split('-');
        var color = Colors.Concat(MoreColors).Single(c => c.Name == parts[0]);
        var covers = Shapes.Single(s => s.Name == parts[1]).Covers;
        var pixels = new byte[Size * Size * 3];
        for (var i = 0; i < Size * Size; i++)
        {
            var (red, green, blue) = covers(i % Size, i / Size) ? (color.Red, color.Green, color.Blue) : ((byte)250, (byte)250, (byte)245);
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (red, green, blue);
        }

        return new RgbImage(Size, Size, pixels);
    }

    /// <summary>Writes drawings as PNG files, every other one with two captions.</summary>
    public static void Fill(string folder, IEnumerable<string> names)
    {
        Directory.CreateDirectory(folder);
        var lines = new List<string>();
        foreach (var (index, name) in names.Index())
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".png"), ImageWriter.EncodePng(Draw(name)));
            if (index % 2 == 0)
            {
                var words = name.Replace('-', ' ');
                lines.Add($$"""{"image":"{{name}}.png","captions":["a {{words}} on white paper","drawing of a {{words}}"]}""");
            }
        }

        File.WriteAllLines(Path.Combine(folder, "captions.jsonl"), lines);
    }
}
