namespace Eidetic.Abstractions;

/// <summary>Bytes are not a picture that can be decoded safely.</summary>
public sealed class ImageDecodeException : EideticException
{
    /// <summary>Says what is wrong with the picture.</summary>
    /// <param name="item">Key or path of the picture.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ImageDecodeException(string item, string message, Exception? innerException = null) : base(message, innerException) => Item = item;

    /// <summary>Key or path of the picture.</summary>
    public string Item { get; }
}
