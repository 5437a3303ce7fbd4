using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eidetic.Cli.Json;

/// <summary>What the command line reads and writes as JSON.</summary>
[JsonSerializable(typeof(QueryLine))]
[JsonSerializable(typeof(RecallLine))]
[JsonSerializable(typeof(AddLine))]
[JsonSerializable(typeof(RemoveLine))]
[JsonSerializable(typeof(ConsolidateLine))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Leaves letters outside ASCII as they are: the output goes to terminals and files, not into HTML.</summary>
    public static CliJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
