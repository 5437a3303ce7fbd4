namespace Eidetic.Data.Tests;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("eidetic-").FullName;

    public string Write(string name, byte[] bytes)
    {
        var file = Of(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Files with the names of pictures; sources do not look inside.</summary>
    public void Touch(params string[] names)
    {
        foreach (var name in names)
        {
            Write(name, [1]);
        }
    }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
