using System.Text.Json.Serialization;

namespace Eidetic.Data;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EmojiCaptions))]
[JsonSerializable(typeof(EmojiQuery))]
internal sealed partial class EmojiJson : JsonSerializerContext;
