namespace Eidetic;

/// <summary>What to fetch, from where, and to where.</summary>
public sealed record ModelPullOptions
{
    /// <summary>Where published models are.</summary>
    public static Uri Hub { get; } = new("https://huggingface.co");

    /// <summary>Name of a model, one of <see cref="PublishedModels"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The folder to put it in; made when it is not there.</summary>
    public required string Output { get; init; }

    /// <summary>A server with the hub's layout. Default <see cref="Hub"/>.</summary>
    public Uri Mirror { get; init; } = Hub;

    /// <summary>Branch, tag or commit. Default <c>main</c>.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>
    /// Lets protected models be read, or null. Sent to the mirror alone, never to a server it redirects to, and only encrypted (or to this
    /// machine itself).
    /// </summary>
    public string? Token { get; init; }
}
