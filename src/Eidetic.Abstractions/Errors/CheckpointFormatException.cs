namespace Eidetic.Abstractions;

/// <summary>A weights or index file is truncated, foreign, or does not fit what reads it.</summary>
public sealed class CheckpointFormatException : EideticException
{
    /// <summary>Says what the file should have held.</summary>
    /// <param name="file">The file.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public CheckpointFormatException(string file, string message, Exception? innerException = null) : base(message, innerException) => File = file;

    /// <summary>The file.</summary>
    public string File { get; }
}
