using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Eidetic;

/// <summary>
/// What an application can measure of its memories: activities and instruments of the name <see cref="Name"/>. Nothing is computed while nobody
/// listens.
/// </summary>
public static class EideticTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Eidetic";

    private const string MemoryTag = "eidetic.memory";
    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Lock Gate = new();
    private static readonly List<OpenMemory> Open = [];

    private static readonly Counter<long> Queries = Meter.CreateCounter<long>("eidetic.queries", "{query}", "Queries answered or refused.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "eidetic.recall.duration", "s", "Time of a decoding, which may answer several queries.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] });

    private static readonly Histogram<int> Together = Meter.CreateHistogram<int>(
        "eidetic.recall.queries", "{query}", "Queries of a decoding.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });

    private static readonly Histogram<int> Beams = Meter.CreateHistogram<int>(
        "eidetic.recall.beams", "{beam}", "Width of the search of a decoding.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [5, 10, 20, 50, 100, 200, 500] });

    static EideticTelemetry() => Meter.CreateObservableGauge("eidetic.memory.images", Sizes, "{image}", "Images that an open memory holds.");

    /// <summary>Counts a memory as open until the result is disposed.</summary>
    internal static IDisposable Count(string memory, Func<int> images)
    {
        var open = new OpenMemory(memory, images);
        lock (Gate)
        {
            Open.Add(open);
        }

        return open;
    }

    /// <summary>Measures a decoding from now until the result is disposed.</summary>
    internal static Recall Begin(string memory, int queries, int beams) => new(memory, queries, beams);

    private static List<Measurement<int>> Sizes()
    {
        lock (Gate)
        {
            return Open.ConvertAll(open => new Measurement<int>(open.Images(), KeyValuePair.Create<string, object?>(MemoryTag, open.Memory)));
        }
    }

    private sealed record OpenMemory(string Memory, Func<int> Images) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                Open.Remove(this);
            }
        }
    }

    /// <summary>A decoding that is measured.</summary>
    internal readonly struct Recall : IDisposable
    {
        private readonly Activity? _activity;
        private readonly TagList _tags;
        private readonly long _start;
        private readonly int _queries;
        private readonly int _beams;

        public Recall(string memory, int queries, int beams)
        {
            (_queries, _beams, _start, _tags) = (queries, beams, Stopwatch.GetTimestamp(), new TagList { { MemoryTag, memory } });
            _activity = Activities.StartActivity("recall")?.SetTag(MemoryTag, memory).SetTag("eidetic.queries", queries).SetTag("eidetic.beams", beams);
        }

        /// <summary>Says that it failed.</summary>
        public void Fail(Exception exception) => _activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);

        public void Dispose()
        {
            Queries.Add(_queries, _tags);
            Duration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, _tags);
            Together.Record(_queries, _tags);
            Beams.Record(_beams, _tags);
            _activity?.Dispose();
        }
    }
}
