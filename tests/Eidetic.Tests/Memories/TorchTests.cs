namespace Eidetic.Tests.Memories;

/// <summary>Tests that learn: torch has one random generator for the process, so they run one after the other, over one learned memory.</summary>
[CollectionDefinition(Name)]
public sealed class TorchTests : ICollectionFixture<LearnedMemory>
{
    public const string Name = "torch";
}
