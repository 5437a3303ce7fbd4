using System.IO.Compression;

namespace Eidetic.Data.Tests;

/// <summary>A folder for a made-up collection, removed when disposed.</summary>
internal sealed class EmojiFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("eidetic-emoji-").FullName;

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void WriteArchive(params string[] keys)
    {
        using var archive = ZipFile.Open(System.IO.Path.Combine(Path, "images.zip"), ZipArchiveMode.Create);
        foreach (var key in keys)
        {
            using var picture = archive.CreateEntry(key).Open();
            picture.WriteByte(1);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
