namespace Eidetic.Modeling;

/// <summary>A token that is recognized as a whole before a text is cut.</summary>
/// <param name="Content">How it is written.</param>
/// <param name="Id">The token.</param>
/// <param name="IsSpecial">Whether it is left out when tokens become text.</param>
/// <param name="IsNormalized">Whether it is looked for in the normalized text instead of the text as it is.</param>
/// <param name="TakesLeft">Whether white space before it belongs to it.</param>
/// <param name="TakesRight">Whether white space after it belongs to it.</param>
/// <param name="IsWord">Whether it counts only where no word goes on beside it.</param>
internal sealed record AddedToken(string Content, int Id, bool IsSpecial, bool IsNormalized = false, bool TakesLeft = false, bool TakesRight = false, bool IsWord = false);
