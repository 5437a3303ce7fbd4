namespace Eidetic.Cli.Demo;

/// <summary>A piece of a query.</summary>
/// <param name="Text">A word, or what stands between words.</param>
/// <param name="Influence">How far the word moved the hit, in nats; null for what was not tried.</param>
internal sealed record DemoWord(string Text, double? Influence = null);
