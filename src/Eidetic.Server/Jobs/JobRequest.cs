namespace Eidetic.Server.Jobs;

/// <summary>What <c>POST /v1/jobs</c> asks for.</summary>
/// <param name="Kind"><c>consolidate</c>, <c>evaluate</c> or <c>memorize</c>.</param>
/// <param name="Epochs">Passes of learning; consolidate and memorize.</param>
/// <param name="TimeBudgetSeconds">How long learning may take; consolidate and memorize.</param>
/// <param name="Seed">Same seed, same weights; consolidate and memorize.</param>
/// <param name="Queries">Queries with their images; evaluate.</param>
/// <param name="Beams">Width of the search; evaluate.</param>
/// <param name="Baseline">Whether to measure the dual encoder too; evaluate.</param>
/// <param name="Calibration">Whether to measure how far probabilities can be trusted; evaluate.</param>
internal sealed record JobRequest(
    string Kind, int? Epochs = null, double? TimeBudgetSeconds = null, int? Seed = null, IReadOnlyList<JobQuery>? Queries = null, int? Beams = null,
    bool? Baseline = null, bool? Calibration = null);

/// <summary>A question whose answer is known.</summary>
/// <param name="Query">The description.</param>
/// <param name="Image">Key of the image that it describes.</param>
internal sealed record JobQuery(string Query, string Image);
