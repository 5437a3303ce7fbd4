namespace Eidetic.Abstractions;

/// <summary>The world is not as expected: a missing file, a foreign format, bad data. The message is one sentence for the user.</summary>
public class EideticException : Exception
{
    /// <summary>Says what was expected, what was found, and what to do.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public EideticException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
