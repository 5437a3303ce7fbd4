namespace Eidetic.Cli.Demo;

/// <summary>A figure with its name, as in <c>images</c>, <c>1,912</c>.</summary>
/// <param name="Label">What the figure is.</param>
/// <param name="Value">The figure as people read it, unit included.</param>
internal sealed record DemoFact(string Label, string Value);
