using Eidetic.Abstractions;
using Microsoft.Extensions.Logging;

namespace Eidetic;

/// <summary>What a memory logs. What users ask is told at Trace alone.</summary>
internal static partial class MemoryLog
{
    [LoggerMessage(LogLevel.Information, "Opened the memory {Memory}: {Images} images, generation {Generation}.")]
    public static partial void Opened(ILogger logger, string memory, int images, string generation);

    [LoggerMessage(LogLevel.Information, "The memory {Memory} has {Images} images now, generation {Generation}.")]
    public static partial void Changed(ILogger logger, string memory, int images, string generation);

    /// <summary>Tells of a decoding, and at Trace of what was asked.</summary>
    public static void Answered(ILogger logger, IReadOnlyList<RecallQuery> queries, int beams, TimeSpan elapsed)
    {
        Answered(logger, queries.Count, beams, elapsed.TotalMilliseconds);
        if (logger.IsEnabled(LogLevel.Trace))
        {
            foreach (var query in queries)
            {
                Asked(logger, query.Text);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Answered {Queries} queries with {Beams} beams in {Milliseconds:F1} ms.")]
    private static partial void Answered(ILogger logger, int queries, int beams, double milliseconds);

    [LoggerMessage(LogLevel.Trace, "Asked: {Query}")]
    private static partial void Asked(ILogger logger, string? query);
}
