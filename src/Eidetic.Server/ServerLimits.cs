namespace Eidetic.Server;

/// <summary>What a request may cost before it is refused. Everything is checked before anything of that size is allocated.</summary>
public sealed record ServerLimits
{
    /// <summary>Largest body of a request in words, in bytes. Default 1 MiB.</summary>
    public long JsonBytes { get; init; } = 1024 * 1024;

    /// <summary>Largest body of a request for a job, whose queries may be many, in bytes. Default 32 MiB.</summary>
    public long JobBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>Largest body of an upload, in bytes. Default 256 MiB.</summary>
    public long UploadBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Most files of one upload. Default 500.</summary>
    public int UploadFiles { get; init; } = 500;

    /// <summary>Largest picture, in bytes. Default 64 MiB.</summary>
    public long PictureBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Largest picture, width times height in pixels, as its header claims it. Default 100 million.</summary>
    public long PicturePixels { get; init; } = 100_000_000;

    /// <summary>Longest description, in characters. Default 1,000.</summary>
    public int QueryLength { get; init; } = 1000;

    /// <summary>Most descriptions of one request. Default 256.</summary>
    public int Queries { get; init; } = 256;

    /// <summary>
    /// Most descriptions that may wait to be decoded; requests beyond are refused with 503 and told when to come back. Default 1,024: those that
    /// 32 decodings of 32 answer, some seconds' worth.
    /// </summary>
    public int WaitingQueries { get; init; } = 1024;

    /// <summary>Most hits, and the widest beam. Default 1,000.</summary>
    public int Beams { get; init; } = 1000;

    /// <summary>Most keys and tags of a filter. Default 10,000.</summary>
    public int FilterValues { get; init; } = 10_000;
}
