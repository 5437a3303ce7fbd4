namespace Eidetic.Cli.Demo;

/// <summary>One measurement.</summary>
/// <param name="Seconds">Seconds since learning began.</param>
/// <param name="Value">The value.</param>
internal readonly record struct DemoPoint(double Seconds, double Value);
