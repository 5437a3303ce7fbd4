namespace Eidetic.Docs.Tests.Pages;

/// <summary>A line of a page outside its blocks of code.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">As it is written.</param>
internal sealed record ProseLine(int Number, string Text);
