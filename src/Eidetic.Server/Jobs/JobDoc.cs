using Eidetic.Server.ApiDocument;

namespace Eidetic.Server.Jobs;

/// <summary>What the OpenAPI document says of jobs.</summary>
internal static class JobDoc
{
    private const string Example = """{"id":"1","kind":"consolidate","state":"running","phase":"learning","fraction":0.42,"created":"2026-03-01T12:00:00+00:00"}""";

    public static ApiDoc Start { get; } = new("Begin what takes long: consolidate, memorize anew, or evaluate", typeof(JobEntry))
    {
        Status = 202,
        Body = typeof(JobRequest),
        BodyExample = """{"kind":"consolidate","timeBudgetSeconds":600}""",
        AnswerExample = Example,
        Problems = [403, 409, 413, 415],
    };

    public static ApiDoc List { get; } = new("The jobs, the newest first", typeof(JobList));

    public static ApiDoc Job { get; } = new("Where a job stands", typeof(JobEntry)) { AnswerExample = Example, Problems = [404] };

    public static ApiDoc Cancel { get; } = new("Cancel a job", typeof(JobEntry)) { Status = 202, Problems = [403, 404] };

    public static ApiDoc Follow { get; } = new("Follow a job: server-sent events progress, then done or failed, each with the job as JSON", Answer: null) { Media = "text/event-stream", Problems = [404] };
}
