namespace Eidetic.Abstractions;

/// <summary>A source of images or captions cannot be read.</summary>
public sealed class SourceException : EideticException
{
    /// <summary>Names the file and the line where known.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="file">The file or folder concerned, or null.</param>
    /// <param name="line">1-based line, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public SourceException(string message, string? file = null, long? line = null, Exception? innerException = null)
        : base(message, innerException)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file or folder concerned, or null.</summary>
    public string? File { get; }

    /// <summary>1-based line, or null.</summary>
    public long? Line { get; }
}
