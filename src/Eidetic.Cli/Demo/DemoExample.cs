namespace Eidetic.Cli.Demo;

/// <summary>An image that a branch holds.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Picture">Its encoded thumbnail; empty where there is none.</param>
internal sealed record DemoExample(string Name, ReadOnlyMemory<byte> Picture);
