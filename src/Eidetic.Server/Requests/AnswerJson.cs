using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Server.Images;
using Eidetic.Server.Jobs;
using Eidetic.Server.Memories;
using Eidetic.Server.Recalling;

namespace Eidetic.Server.Requests;

/// <summary>What the server writes.</summary>
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(MemoryEntry))]
[JsonSerializable(typeof(RecallAnswer))]
[JsonSerializable(typeof(RecallAnswers))]
[JsonSerializable(typeof(ImageEntry))]
[JsonSerializable(typeof(ImageList))]
[JsonSerializable(typeof(UploadAnswer))]
[JsonSerializable(typeof(RemovalAnswer))]
[JsonSerializable(typeof(HealthEntry))]
[JsonSerializable(typeof(JobEntry))]
[JsonSerializable(typeof(JobList))]
[JsonSerializable(typeof(ConsolidateResult))]
[JsonSerializable(typeof(MemorizeResult))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>Leaves letters outside ASCII as they are: the media type keeps answers out of HTML. What is null is left out.</summary>
    public static AnswerJson Api { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
