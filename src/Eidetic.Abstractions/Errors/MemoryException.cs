namespace Eidetic.Abstractions;

/// <summary>A memory folder is missing, incomplete, locked by another writer, or of a newer format.</summary>
public sealed class MemoryException : EideticException
{
    /// <summary>Says what is wrong with the memory.</summary>
    /// <param name="memory">The memory folder.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public MemoryException(string memory, string message, Exception? innerException = null) : base(message, innerException) => Memory = memory;

    /// <summary>The memory folder.</summary>
    public string Memory { get; }
}
