using System.Text.Json.Serialization;

namespace Eidetic.Server.Keys;

/// <summary>What a key opens.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApiKeyScope>))]
internal enum ApiKeyScope
{
    /// <summary>Asking and looking.</summary>
    [JsonStringEnumMemberName("read")]
    Read,

    /// <summary>Everything: also adding, removing and learning.</summary>
    [JsonStringEnumMemberName("write")]
    Write,
}
