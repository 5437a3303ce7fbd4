using Eidetic.Abstractions;

namespace Eidetic.Server.Requests;

/// <summary>A request cannot be answered; the message is the problem's detail.</summary>
/// <param name="status">The HTTP status, 4xx or 5xx.</param>
/// <param name="message">One sentence for the client.</param>
/// <param name="innerException">The cause, or null.</param>
internal sealed class RequestException(int status, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int Status { get; } = status;

    /// <summary>What was refused of an upload.</summary>
    public IReadOnlyList<SourceProblem>? Skipped { get; init; }
}
