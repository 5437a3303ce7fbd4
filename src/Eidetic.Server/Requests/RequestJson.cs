using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Server.Jobs;
using Eidetic.Server.Recalling;

namespace Eidetic.Server.Requests;

/// <summary>What the server reads: unknown and repeated names, null where a value belongs, and deep nesting are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(RecallRequest))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class RequestJson : JsonSerializerContext;
