using System.Text.Json.Serialization;

namespace Eidetic.Modeling;

/// <summary>How Modeling's options are written into checkpoints; unknown keys are refused.</summary>
[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CompactOptions))]
[JsonSerializable(typeof(WordSpaceOptions))]
internal sealed partial class ModelingJson : JsonSerializerContext;
