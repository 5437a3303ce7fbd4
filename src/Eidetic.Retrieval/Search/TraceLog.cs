namespace Eidetic.Retrieval;

/// <summary>The steps that a query's paths took, each with the step before it, so that paths share their beginnings.</summary>
internal sealed class TraceLog
{
    private readonly List<(int Before, PathStep Step)> _steps = [];

    /// <returns>The number of the new step.</returns>
    public int Add(int before, PathStep step)
    {
        _steps.Add((before, step));
        return _steps.Count - 1;
    }

    /// <summary>The steps that end in one, first to last.</summary>
    public PathStep[] PathTo(int last)
    {
        var path = new List<PathStep>();
        for (var at = last; at != Hypothesis.Unlogged; at = _steps[at].Before)
        {
            path.Add(_steps[at].Step);
        }

        path.Reverse();
        return [.. path];
    }
}
