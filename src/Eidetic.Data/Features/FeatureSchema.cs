namespace Eidetic.Data;

/// <summary>The tables of the feature cache.</summary>
internal static class FeatureSchema
{
    public const int Version = 1;

    /// <summary>"Eidf" in ASCII.</summary>
    public const int ApplicationId = 0x45696466;

    public const string Create = """
        CREATE TABLE IF NOT EXISTS encoders (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE IF NOT EXISTS features (encoder INTEGER NOT NULL, sha256 BLOB NOT NULL, vector BLOB NOT NULL, UNIQUE (encoder, sha256)) STRICT;
        """;
}
