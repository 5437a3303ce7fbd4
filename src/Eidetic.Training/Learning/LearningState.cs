namespace Eidetic.Training;

/// <summary>Where a run of the learner stands.</summary>
internal sealed record LearningState
{
    /// <summary>Steps done.</summary>
    public int Step { get; init; }

    /// <summary>Steps of the whole run; 0 while a time budget is still being measured.</summary>
    public int TotalSteps { get; init; }

    /// <summary>Seconds of learning so far, over all resumed parts.</summary>
    public double Seconds { get; init; }

    /// <summary>Highest score so far, or null.</summary>
    public double? BestScore { get; init; }

    /// <summary>Looks since then.</summary>
    public int Stale { get; init; }

    /// <summary>Set when learning stopped to improve and ends early.</summary>
    public Cooling? Cooling { get; init; }

    /// <summary>Step with which learning to rank began, or null.</summary>
    public int? RankingFrom { get; init; }

    /// <summary>Seconds of learning before it.</summary>
    public double RankingFromSeconds { get; init; }

    /// <summary>Images that were not named when they last came, longest missed first.</summary>
    public int[] Missed { get; init; } = [];

    /// <summary>Changes whenever what is learned, or how, changes: a checkpoint of another run is refused.</summary>
    public string Fingerprint { get; init; } = "";
}
