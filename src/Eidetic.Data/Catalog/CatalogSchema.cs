namespace Eidetic.Data;

/// <summary>The tables of a catalog. <c>user_version</c> is the schema's version, <c>application_id</c> says whose file it is.</summary>
internal static class CatalogSchema
{
    public const int Version = 1;

    /// <summary>"Eide" in ASCII.</summary>
    public const int ApplicationId = 0x45696465;

    public const string Create = """
        CREATE TABLE images (
            ordinal INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            path TEXT,
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            bytes INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            split TEXT
        ) STRICT;
        CREATE INDEX images_by_sha256 ON images (sha256);
        CREATE TABLE captions (
            image INTEGER NOT NULL REFERENCES images (ordinal),
            ordinal INTEGER NOT NULL,
            text TEXT NOT NULL,
            origin TEXT NOT NULL,
            PRIMARY KEY (image, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """;
}
