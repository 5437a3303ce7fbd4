using System.Text;

namespace Eidetic.Evaluation.Tests;

/// <summary>A file with the given text, removed when disposed.</summary>
internal sealed class TextFile : IDisposable
{
    public TextFile(string text) : this(Encoding.UTF8.GetBytes(text))
    {
    }

    public TextFile(byte[] bytes)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
