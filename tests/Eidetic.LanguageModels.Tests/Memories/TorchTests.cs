using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Memories;

/// <summary>Tests that learn: torch has one random generator for the process, so they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TorchTests : ICollectionFixture<QuietTorch>
{
    public const string Name = "torch";
}
