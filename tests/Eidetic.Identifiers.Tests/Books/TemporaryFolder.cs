namespace Eidetic.Identifiers.Tests;

/// <summary>A folder that goes away with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("eidetic-book-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A name of its own for each sample: samples run side by side.</summary>
    public string NewFile() => File(System.IO.Path.GetRandomFileName());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
