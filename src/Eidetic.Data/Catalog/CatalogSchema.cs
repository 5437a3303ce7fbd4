namespace Eidetic.Data;

/// <summary>The tables of a catalog. <c>user_version</c> is the schema's version, <c>application_id</c> says whose file it is.</summary>
/// <remarks>
/// Catalogs of the first programs have no tables of dates and tags; they are read as having neither. Dates are ISO 8601 without a zone and
/// sort as text. A tag has the spelling it was first given.
/// </remarks>
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
        CREATE TABLE dates (image INTEGER PRIMARY KEY REFERENCES images (ordinal), date TEXT NOT NULL) STRICT;
        CREATE INDEX dates_by_date ON dates (date);
        CREATE TABLE tags (ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE image_tags (
            tag INTEGER NOT NULL REFERENCES tags (ordinal),
            image INTEGER NOT NULL REFERENCES images (ordinal),
            place INTEGER NOT NULL,
            PRIMARY KEY (tag, image)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX image_tags_by_image ON image_tags (image, place);
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """;
}
