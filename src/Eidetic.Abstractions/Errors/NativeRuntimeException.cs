namespace Eidetic.Abstractions;

/// <summary>libtorch cannot be loaded on this system.</summary>
public sealed class NativeRuntimeException : EideticException
{
    /// <summary>Says what is missing and how to get it.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public NativeRuntimeException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
