namespace Eidetic.Docs.Tests.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">Path of the page from the root of the repository.</param>
/// <param name="Line">Line of the page, from 1, that holds the block's first line.</param>
/// <param name="Language">What stands after the fence, or nothing.</param>
/// <param name="Code">The lines between the fences.</param>
/// <param name="Remarks">HTML comments directly before the block, without their marks.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string Code, IReadOnlyList<string> Remarks);
