using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>A published model cannot be fetched or recognized.</summary>
public sealed class ModelException : EideticException
{
    /// <summary>Says what was expected, what was found, and what to do.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ModelException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
