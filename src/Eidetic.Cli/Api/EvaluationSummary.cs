namespace Eidetic.Cli.Api;

/// <summary>The numbers of an evaluation that are shown, and the whole report as it is written to a file.</summary>
/// <param name="Queries">Queries asked.</param>
/// <param name="Candidates">Images that might be named.</param>
/// <param name="Generative">Scores of the memory.</param>
/// <param name="Baseline">Scores of the dual encoder, or null where it was not measured.</param>
/// <param name="Json">The report as one line of JSON.</param>
internal sealed record EvaluationSummary(int Queries, int Candidates, RetrievalScores Generative, RetrievalScores? Baseline, string Json);
