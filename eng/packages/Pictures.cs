using System.IO.Compression;
using System.Text.Json;

/// <summary>A small folder of pictures with captions: every fortieth emoji.</summary>
internal static class Pictures
{
    private const int Step = 40;

    public static void Write(string archive, string captions, string folder)
    {
        Directory.CreateDirectory(folder);
        using var zip = ZipFile.OpenRead(archive);
        var chosen = File.ReadLines(captions).Where((_, index) => index % Step == 0).ToList();
        foreach (var line in chosen)
        {
            var name = JsonDocument.Parse(line).RootElement.GetProperty("image").GetString()!;
            var entry = zip.Entries.Single(entry => entry.Name == name);
            entry.ExtractToFile(Path.Combine(folder, name), overwrite: true);
        }

        File.WriteAllLines(Path.Combine(folder, "captions.jsonl"), chosen);
        Console.WriteLine($"{chosen.Count} pictures in {folder}");
    }
}
