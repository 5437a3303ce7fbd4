using System.Text;

namespace Eidetic.Cli;

/// <summary>
/// Writes a text whole or not at all. Books and checkpoints do so too, each in the library that knows their form: these libraries share no
/// project but that of the contracts, which holds no work with files.
/// </summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file under a temporary name, flushes, and then takes the file's place.</summary>
    /// <param name="file">The file; replaced when it exists. Its folder is created.</param>
    /// <param name="text">What it will hold, in UTF-8.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    public static void Write(string file, string text)
    {
        var target = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
