using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eidetic;

/// <summary>Writes a run's curve as JSON lines; a resumed run continues the file.</summary>
internal sealed class MetricsLog : IDisposable
{
    public const string FileName = "metrics.jsonl";
    private readonly StreamWriter _writer;

    /// <param name="folder">The run's folder.</param>
    /// <param name="isResumed">Whether to keep what an earlier part of the run wrote.</param>
    public MetricsLog(string folder, bool isResumed) => _writer = new StreamWriter(Path.Combine(folder, FileName), append: isResumed) { AutoFlush = true };

    public void Write(TrainingPoint point) => _writer.WriteLine(JsonSerializer.Serialize(point, MetricsJson.Default.TrainingPoint));

    public void Dispose() => _writer.Dispose();
}

/// <summary>How a point of the curve is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingPoint))]
internal sealed partial class MetricsJson : JsonSerializerContext;
