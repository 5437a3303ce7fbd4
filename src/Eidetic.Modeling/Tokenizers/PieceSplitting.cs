namespace Eidetic.Modeling;

/// <summary>What becomes of the matches of a pattern that a text is cut at; the names are those of <c>tokenizer.json</c>.</summary>
internal enum PieceSplitting
{
    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Those that follow each other are one piece.</summary>
    Contiguous,
}
