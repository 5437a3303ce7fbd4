namespace Eidetic.Server.ApiDocument;

/// <summary>What the OpenAPI document says of an endpoint beyond its address.</summary>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Answer">The type of its answer's JSON; null where it is none.</param>
internal sealed record ApiDoc(string Summary, Type? Answer)
{
    /// <summary>The status of its answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The type of the body it takes, as JSON; null for none.</summary>
    public Type? Body { get; init; }

    /// <summary>An example of that body.</summary>
    public string? BodyExample { get; init; }

    /// <summary>Parts of the form it takes, each with whether it is a file; empty for none.</summary>
    public IReadOnlyList<(string Name, bool IsFile, string Description)> Form { get; init; } = [];

    /// <summary>Parameters of its query.</summary>
    public IReadOnlyList<(string Name, bool IsNumber, string Description)> Query { get; init; } = [];

    /// <summary>The media type of an answer that is no JSON.</summary>
    public string? Media { get; init; }

    /// <summary>An example of its answer.</summary>
    public string? AnswerExample { get; init; }

    /// <summary>The problems it may answer with, beside those that all may.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];
}
