namespace Eidetic.Server;

/// <summary>Writes a small file whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file and then takes its place.</summary>
    /// <param name="file">The file; replaced when it exists.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="mode">Who may read and write it, where the system knows that; null for its default.</param>
    public static void Write(string file, Action<Stream> write, UnixFileMode? mode = null)
    {
        var temporary = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using (var stream = new FileStream(temporary, options))
        {
            write(stream);
        }

        File.Move(temporary, file, overwrite: true);
    }
}
