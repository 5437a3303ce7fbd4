using System.Globalization;
using Eidetic.Data;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints what a memory holds.</summary>
internal static class InfoList
{
    /// <summary>What a memory is expected to reach with identifiers that can be learned exactly.</summary>
    private const double WellMemorized = 0.99;

    private const int ShownTags = 8;

    public static void Write(IAnsiConsole console, string folder, MemoryInfo info)
    {
        var list = new FactList()
            .Add("memory", folder)
            .Add("format", info.FormatVersion.ToString(CultureInfo.InvariantCulture))
            .Add("made", info.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture))
            .Add("model", $"{info.Model}, {Display.Count(info.Parameters, "parameter")}")
            .Add("seed", info.Seed.ToString(CultureInfo.InvariantCulture))
            .Add("encoders", Encoders(info))
            .Add("images", $"{Display.Count(info.Images)}, {Display.Count(info.Duplicates)} with the bytes of another")
            .Add("since learned", $"{Display.Count(info.AddedImages)} added, {Display.Count(info.RemovedImages)} removed")
            .Add("captions", $"{Display.Count(info.Captions)}, {Display.Count(info.PseudoCaptions, "pseudo-caption")}")
            .Add("tags", Tags(info))
            .Add("dates", Dates(info))
            .Add("identifiers", info.NamedBy is { } vectors ? $"{info.Scheme}, made of vectors of {vectors}" : info.Scheme)
            .Add("vocabulary", Display.Count(info.VocabularySize, "token"))
            .Add("trie", $"{Display.Count(info.TrieNodes, "node")}, up to {Display.Count(info.MaxDepth, "token")} deep")
            .AddCheck(
                "memorized",
                info.MemorizeAccuracy >= WellMemorized,
                $"{Display.Percent(info.MemorizeAccuracy)} of the images are named from their own picture",
                "memorize longer (--time-budget, --epochs) or with --identifiers residual");
        list.Write(console);
        WriteFiles(console, info.Files);
    }

    private static string Encoders(MemoryInfo info)
    {
        var folders = new[] { info.Eyes, info.Ears }.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var names = string.Join(", ", info.EncoderNames);
        return folders.Length == 0 ? names : $"{names} (from {string.Join(" and ", folders)})";
    }

    private static string Tags(MemoryInfo info) => info.Tags.Count == 0
        ? "none"
        : $"{Display.Count(info.Tags.Count)}, most used: {string.Join(", ", info.Tags.Take(ShownTags).Select(tag => $"{tag.Name} ({Display.Count(tag.Images)})"))}";

    private static string Dates(MemoryInfo info) => info is { FirstDate: { } first, LastDate: { } last }
        ? $"{ImageDate.Text(first)} to {ImageDate.Text(last)}, {Display.Count(info.Dated, "image")} with a date"
        : "none";

    private static void WriteFiles(IAnsiConsole console, IReadOnlyList<MemoryFile> files)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("file");
        table.AddColumn(new TableColumn("size").RightAligned());
        table.AddColumn("SHA-256");
        foreach (var file in files)
            table.AddRow(new Text(file.Name), new Text(Display.Size(file.SizeInBytes)), new Text(file.Sha256));

        console.Write(table);
    }
}
