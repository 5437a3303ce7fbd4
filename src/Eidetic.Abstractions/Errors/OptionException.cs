namespace Eidetic.Abstractions;

/// <summary>
/// An option has a value that makes no sense, or contradicts another. The message is one sentence in the words of the command line, where
/// this is wrong usage.
/// </summary>
public sealed class OptionException : ArgumentException
{
    /// <summary>Says what was expected, what was found, and what to do.</summary>
    /// <param name="message">One sentence.</param>
    public OptionException(string message)
        : base(message)
    {
    }
}
